import fc from 'fast-check';
import { newPdu, pduOf } from './pdu';
import { HELD_MS, Reassembly } from './reassembly';
import { DeliveredPart, deliveredPart, idOfReply } from './reply';

const read = (fields: object) => {
  const addresses = {
    source_addr_ton: 1,
    source_addr: '12025550123',
    dest_addr_ton: 3,
    destination_addr: '12345',
  };
  return deliveredPart(pduOf(newPdu('deliver_sm', { ...addresses, ...fields }).toBuffer())!);
};
const wide = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('a message to us over SMPP', () => {
  it.each([
    [0x00, Buffer.from([0x00, 0x1b, 0x65, 0x53]), '@€S'],
    [0x01, Buffer.from('a_b@c'), 'a_b@c'],
    [0x03, Buffer.from('caf\xe9', 'latin1'), 'café'],
    [0x08, wide('Привет 😀'), 'Привет 😀'],
    [0x08, Buffer.concat([wide('odd'), Buffer.of(0)]), 'odd'],
    [0x18, wide('flash'), 'flash'],
    [0x10, Buffer.from([0x00]), '@'],
    [0xf1, Buffer.from([0x00]), '@'],
    [0xe0, wide('waiting'), 'waiting'],
    [0x77, Buffer.from('who knows'), 'who knows'],
  ])('of data_coding %i is read', (data_coding, short_message, text) => {
    expect(read({ data_coding, short_message })).toEqual({
      from: '+12025550123',
      to: '12345',
      text,
      part: null,
    });
  });

  it.each([
    [{ esm_class: 0x40, short_message: Buffer.from([5, 0, 3, 9, 2, 1, 0x41]) }, 9, 'A'],
    [{ esm_class: 0x40, short_message: Buffer.from([6, 8, 4, 1, 9, 2, 1, 0x41]) }, 0x109, 'A'],
    [{ esm_class: 0x40, short_message: Buffer.from([8, 0x24, 1, 1, 0, 3, 9, 2, 1, 0x41]) }, 9, 'A'],
    [
      {
        short_message: Buffer.from('A'),
        sar_msg_ref_num: 77,
        sar_total_segments: 2,
        sar_segment_seqnum: 1,
      },
      77,
      'A',
    ],
  ])('%#: may be a part of a longer one', (fields, reference, text) => {
    expect(read(fields)).toMatchObject({ text, part: { reference, total: 2, sequence: 1 } });
  });

  it.each([
    Buffer.from([200, 0, 3, 9, 2, 1]),
    Buffer.from([5, 0, 3, 9, 2, 3, 0x41]),
    Buffer.from([5, 0, 3, 9, 0, 0, 0x41]),
    Buffer.from([5, 0, 200, 9, 2, 1, 0x41]),
    Buffer.alloc(0),
  ])('is whole where its header makes no sense', (short_message) => {
    expect(read({ esm_class: 0x40, short_message }).part).toBeNull();
  });

  it('has an id that is the same when it is told again', () => {
    const said = { from: '+1', to: '2', text: 'STOP' };
    const at = new Date('2026-03-02T10:00:10Z');
    expect(idOfReply(said, at)).toBe(idOfReply(said, new Date('2026-03-02T10:00:50Z')));
    expect(idOfReply({ ...said, text: 'STOP ' }, at)).not.toBe(idOfReply(said, at));
  });
});

describe('parts of a message to us', () => {
  const partsOf = (texts: readonly string[], reference: number): DeliveredPart[] =>
    texts.map((text, at) => ({
      from: '+12025550123',
      to: '12345',
      text,
      part: { reference, total: texts.length, sequence: at + 1 },
    }));

  it('are put together in whatever order and however often they come', () => {
    const texts = fc.array(fc.string({ minLength: 1, maxLength: 5 }), {
      minLength: 2,
      maxLength: 6,
    });
    const orders = texts.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray([...all.keys(), ...all.keys()], { minLength: 2 * all.length }),
      ),
    );
    fc.assert(
      fc.property(orders, ([all, order]) => {
        const reassembly = new Reassembly();
        const parts = partsOf(all, 3);
        const wholes = order.flatMap((at) => reassembly.add(parts[at]!, 0));
        // Until it is forgotten, what comes again makes it whole again.
        expect(wholes.length).toBeGreaterThan(0);
        for (const whole of wholes) expect(whole.text).toBe(all.join(''));
        wholes[0]!.forget();
        expect(reassembly.all()).toEqual([]);
      }),
    );
  });

  it('are not mixed with those of others', () => {
    const reassembly = new Reassembly();
    const [one, two] = [partsOf(['a', 'b'], 1), partsOf(['c', 'd'], 2)];
    const told = [one[0]!, two[1]!, two[0]!, one[1]!].flatMap((part) => reassembly.add(part, 0));
    expect(told.map(({ text }) => text)).toEqual(['cd', 'ab']);
  });

  it('are told without those that never come', () => {
    const reassembly = new Reassembly();
    const [, second] = partsOf(['STOP', ' please'], 1);
    expect(reassembly.add(second!, 0)).toEqual([]);
    expect(reassembly.overdue(HELD_MS - 1)).toEqual([]);
    expect(reassembly.overdue(HELD_MS)).toMatchObject([{ text: '… please' }]);
  });

  it('are not kept without end: the oldest are told as they are', () => {
    const reassembly = new Reassembly();
    const told = Array.from({ length: 1_200 }, (_, reference) =>
      reassembly.add(partsOf([`first of ${reference}`, 'never'], reference)[0]!, 0),
    ).flat();
    for (const { forget } of told) forget();
    expect(told[0]).toMatchObject({ text: 'first of 0…' });
    expect(reassembly.all().length).toBeLessThanOrEqual(1_000);
  });
});
