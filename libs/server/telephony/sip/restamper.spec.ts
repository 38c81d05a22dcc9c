import fc from 'fast-check';
import { Restamper, Stamp } from './restamper';

const packet = (index: number, { sequence, timestamp }: Stamp): Stamp => ({
  sequence: (sequence + index) & 0xffff,
  timestamp: (timestamp + 160 * index) >>> 0,
});
const anyStamp = fc.record({ sequence: fc.nat(0xffff), timestamp: fc.nat(2 ** 32 - 1) });

describe('packets of another stream', () => {
  it('keep their distances in ours, whatever is lost, doubled or out of order', () => {
    fc.assert(
      fc.property(
        anyStamp,
        anyStamp,
        fc.array(fc.nat(30), { minLength: 1, maxLength: 40 }),
        (theirs, ours, order) => {
          const restamper = new Restamper();
          const sent = [0, ...order];
          for (const index of sent)
            expect(restamper.stamp(packet(index, theirs), () => ours)).toEqual(packet(index, ours));
        },
      ),
    );
  });

  it('go on where ours is when their stream changes or has paused', () => {
    const restamper = new Restamper();
    let next: Stamp = { sequence: 10, timestamp: 1_000 };
    const stamp = (one: Stamp) => restamper.stamp(one, () => next);
    expect(stamp({ sequence: 1, timestamp: 160 })).toEqual({ sequence: 10, timestamp: 1_000 });
    next = { sequence: 500, timestamp: 9_000 };
    expect(stamp({ sequence: 2, timestamp: 320 })).toEqual({ sequence: 11, timestamp: 1_160 });
    expect(stamp({ sequence: 40_000, timestamp: 480 })).toEqual(next);
    expect(stamp({ sequence: 40_001, timestamp: 2 ** 31 })).toEqual(next);
    restamper.begin();
    expect(stamp({ sequence: 40_002, timestamp: 2 ** 31 + 160 })).toEqual(next);
  });
});
