import { MessageState, SmppReceiptIds } from '@belltower/dto';
import { newPdu, pduOf } from './pdu';
import { isReceiptPdu, receiptOf } from './receipt';

const { Sent, Delivered, Undelivered, Expired, Failed, Rejected, Unknown } = MessageState;
const AT = new Date('2026-03-02T10:00:00Z');

const read = (text: string, fields: object = {}, ids = SmppReceiptIds.Same) => {
  const pdu = newPdu('deliver_sm', { esm_class: 4, short_message: Buffer.from(text), ...fields });
  return receiptOf(pduOf(pdu.toBuffer())!, AT, ids);
};

describe('a receipt over SMPP', () => {
  it.each([
    [
      'id:7 sub:001 dlvrd:001 submit date:2603021000 done date:2603021001 stat:DELIVRD err:000 text:Hi',
      Delivered,
    ],
    [
      'id:7 sub:1 dlvrd:0 submit date:2603021000 done date:2603021001 stat:UNDELIV err:027 Text:',
      Undelivered,
    ],
    ['id:7 stat:EXPIRED', Expired],
    ['id:7 stat:DELETED', Failed],
    ['id:7 stat:REJECTD err:88', Rejected],
    ['id:7 stat:ACCEPTD', Sent],
    ['id:7 stat:ENROUTE', Sent],
    ['id:7 stat:UNKNOWN', Unknown],
    ['ID: 7 STAT: Delivered', Delivered],
    ['id:7 stat:UNDELIVERABLE', Undelivered],
    ['id:7 stat:SOMETHING', Unknown],
    ['id:7', Unknown],
  ])('%s is %s', (text, state) => {
    expect(read(text)).toMatchObject({ state, id: { key: '7' } });
  });

  it('keeps the operator’s own words', () => {
    expect(read('id:7 stat:UNDELIV err:027')).toMatchObject({ code: 'UNDELIV err 027' });
    expect(read('', { receipted_message_id: '7', message_state: 2 })).toMatchObject({ code: null });
  });

  it('believes parameters before the text', () => {
    const parameters = { receipted_message_id: 'A7', message_state: 2 };
    expect(read('id:9 stat:UNDELIV', parameters)).toMatchObject({
      state: Delivered,
      id: { raw: 'A7' },
    });
  });

  it('is known without its mark, in message_payload, in data_sm and in two bytes a letter', () => {
    const text = 'id:7 sub:001 stat:DELIVRD err:000';
    expect(read(text, { esm_class: 0 })).toMatchObject({ state: Delivered });
    expect(read('', { message_payload: Buffer.from(text) })).toMatchObject({ state: Delivered });
    expect(read('', { short_message: Buffer.from(text, 'utf16le').swap16() })).toMatchObject({
      state: Delivered,
    });
    const data = newPdu('data_sm', { esm_class: 4, message_payload: Buffer.from(text) });
    expect(receiptOf(pduOf(data.toBuffer())!, AT, SmppReceiptIds.Same)).toMatchObject({
      id: { key: '7' },
    });
  });

  it('may name an id with an underscore, as no GSM alphabet would show it', () => {
    expect(read('id:a_b-7 stat:DELIVRD')).toMatchObject({ id: { raw: 'a_b-7' } });
  });

  it.each([
    ['0000031295', SmppReceiptIds.Decimal, '31295'],
    ['7A3F', SmppReceiptIds.Hex, '31295'],
    // The parameter repeats the id of the answer, which is hexadecimal there.
    ['7a3f', SmppReceiptIds.Decimal, '31295'],
  ])('has the id %s, with ids %s, that is matched by %s', (raw, ids, key) => {
    expect(read('', { receipted_message_id: raw, message_state: 2 }, ids)).toMatchObject({
      id: { raw, key },
    });
  });

  it('is none where somebody writes to us, and of nothing where it names no message', () => {
    expect(read('My id: 7, what a state', { esm_class: 0 })).toBeNull();
    const nameless = newPdu('deliver_sm', {
      esm_class: 4,
      short_message: Buffer.from('stat:DELIVRD'),
    });
    const pdu = pduOf(nameless.toBuffer())!;
    expect([receiptOf(pdu, AT, SmppReceiptIds.Same), isReceiptPdu(pdu)]).toEqual([null, true]);
  });
});
