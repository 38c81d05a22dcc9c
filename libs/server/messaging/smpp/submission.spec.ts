import { fromGsm, segmentsOf, SmppLongMessages, SmppSettings } from '@belltower/dto';
import fc from 'fast-check';
import { newPdu, octetsIn, pduOf } from './pdu';
import { givenSmppSettings } from './smpp-messaging.builder';
import { SubmitFields, submitsOf } from './submission';

const message = (values: object = {}) => ({
  id: 'bt-1-1',
  number: '+12025550123',
  sender: '+12025550100',
  text: 'Hello',
  ...values,
});

const submits = (values: object = {}, settings: Partial<SmppSettings> = {}) => {
  const made = submitsOf(message(values), givenSmppSettings(settings), 0xa7);
  if ('problem' in made) throw new Error(made.problem);
  return made;
};

const textOf = (octets: Buffer, coding: unknown) =>
  coding === 8 ? Buffer.from(octets).swap16().toString('utf16le') : fromGsm(octets);

describe('what is submitted', () => {
  it.each([
    ['+442079460000', { source_addr_ton: 1, source_addr_npi: 1, source_addr: '442079460000' }],
    ['442079460000', { source_addr_ton: 1, source_addr_npi: 1, source_addr: '442079460000' }],
    ['Clinic', { source_addr_ton: 5, source_addr_npi: 0, source_addr: 'Clinic' }],
    ['12345', { source_addr_ton: 3, source_addr_npi: 0, source_addr: '12345' }],
    [null, { source_addr_ton: 0, source_addr_npi: 0, source_addr: '' }],
  ])('is from %s', (sender, fields) => {
    expect(submits({ sender })).toMatchObject([fields]);
  });

  it.each([
    [
      '+442079460123',
      false,
      { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '442079460123' },
    ],
    ['+442079460123', true, { destination_addr: '+442079460123' }],
    ['0020799', false, { dest_addr_ton: 0, dest_addr_npi: 1, destination_addr: '0020799' }],
  ])('is to %s', (number, plus, fields) => {
    expect(submits({ number }, { plus })).toMatchObject([fields]);
  });

  it.each([
    { sender: 'Größe' },
    { sender: 'A name that is much too long' },
    { sender: 'Two\nlines' },
    { number: '+1 202' },
    { number: '' },
    { number: '+12\0' },
    { number: '1'.repeat(21) },
    { text: '漢'.repeat(67 * 256) },
  ])('is nothing for %j', (values) => {
    expect(submitsOf(message(values), givenSmppSettings(), 1)).toEqual({
      problem: expect.stringMatching(/./),
    });
  });

  it.each([
    [null, ''],
    [1, '000000000100000R'],
    [90, '000000013000000R'],
    [2_880, '000002000000000R'],
    [10_080, '000007000000000R'],
  ])('is valid for %s minutes', (validityMinutes, validity_period) => {
    expect(submits({}, { validityMinutes })).toMatchObject([{ validity_period }]);
  });

  it('says which code it is in', () => {
    expect(submits()).toMatchObject([{ data_coding: 0 }]);
    expect(submits({}, { gsmDataCoding: 1 })).toMatchObject([{ data_coding: 1 }]);
    expect(submits({ text: '你好' })).toMatchObject([{ data_coding: 8 }]);
  });

  it('is the segments of any text, in order, under one reference, in PDUs that are read as they were written', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '€', '[', 'Ω', '漢', '😀'),
      minLength: 1,
      maxLength: 500,
    });
    fc.assert(
      fc.property(text, (said) => {
        const parts = submits({ text: said }).map((fields) => decoded(fields));
        const expected = segmentsOf(said);
        expect(parts.map((part) => part.text)).toEqual(expected);
        if (parts.length > 1)
          expect(parts.map(({ header }) => header)).toEqual(
            expected.map((_, at) => [5, 0, 3, 0xa7, expected.length, at + 1]),
          );
      }),
    );
  });

  it('goes over the wire as the octets of the standard', () => {
    const [fields] = submits({ sender: 'Clinic', text: 'Hi @' });
    const octets = [
      ['00000036 00000004 00000000 00000001', 'length, submit_sm, status, sequence'],
      ['00', 'service_type'],
      ['05 00 436c696e696300', 'source: alphanumeric'],
      ['01 01 313230323535353031323300', 'destination: international, ISDN'],
      ['00 00 00', 'esm_class, protocol_id, priority_flag'],
      ['00 00', 'schedule_delivery_time, validity_period'],
      ['01 00 00 00', 'registered_delivery, replace_if_present, data_coding, sm_default_msg_id'],
      ['04 48692000', 'sm_length, and @ is 0 in GSM 7-bit'],
    ];
    const written = newPdu('submit_sm', { ...fields, sequence_number: 1 }).toBuffer();
    expect(written.toString('hex')).toBe(
      octets
        .map(([hex]) => hex)
        .join('')
        .replaceAll(' ', ''),
    );
  });

  it('is one PDU of any length where the centre cuts it', () => {
    const text = 'Good morning 😀 '.repeat(60);
    const [fields, ...others] = submits({ text }, { longMessages: SmppLongMessages.Payload });
    expect(others).toEqual([]);
    const pdu = pduOf(newPdu('submit_sm', fields).toBuffer())!;
    expect(textOf(octetsIn(pdu, 'message_payload'), 8)).toBe(text);
    expect(octetsIn(pdu, 'short_message')).toHaveLength(0);
  });
});

function decoded(fields: SubmitFields): { header: number[]; text: string } {
  const pdu = pduOf(newPdu('submit_sm', fields).toBuffer())!;
  const octets = octetsIn(pdu, 'short_message');
  const length = pdu['esm_class'] === 0x40 ? 1 + octets[0]! : 0;
  expect(octets.length).toBeLessThanOrEqual(pdu['data_coding'] === 8 ? 140 : 160);
  return {
    header: [...octets.subarray(0, length)],
    text: textOf(octets.subarray(length), pdu['data_coding']),
  };
}
