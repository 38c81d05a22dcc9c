import fc from 'fast-check';
import { aLaw, MU_LAW_OF_A_LAW } from '../sound';
import { Recorder, RecordingSpace } from './recorder';
import { RtpPacket } from './rtp';

const MS = 20;
const SAMPLES = 160;
const TERMS = { maxMs: 10_000, silenceMs: 2_000 };

/** Something loud that tells its place by its bytes. */
const loud = (index: number) => Buffer.alloc(SAMPLES, (0x10 + (index % 16)) & 0xff);
const quiet = () => Buffer.alloc(SAMPLES, 0xff);
const packet = (index: number, payload: Buffer = loud(index), start = 1_000): RtpPacket => ({
  payloadType: 0,
  marker: false,
  sequence: index & 0xffff,
  timestamp: (start + index * SAMPLES) >>> 0,
  payload,
});
const said = (indexes: readonly number[]) => Buffer.concat(indexes.map((index) => loud(index)));
const range = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, index) => from + index);

/** Hears each packet when it would be sent, and is asked for all of it. */
function record(packets: readonly RtpPacket[], terms = TERMS) {
  const recorder = new Recorder(terms, 0, new RecordingSpace());
  packets.forEach((each, index) => recorder.hear(each, 'pcmu', index * MS));
  return recorder.finish();
}

describe('what is said in a call', () => {
  it('is taken down as it was sent, with a moment of silence at its end', () => {
    const sound = record(range(0, 50).map((index) => packet(index)))!;
    expect(Buffer.from(sound.subarray(0, 50 * SAMPLES))).toEqual(said(range(0, 50)));
    expect(sound).toHaveLength(50 * SAMPLES + 2_400);
    expect(new Set(sound.subarray(50 * SAMPLES))).toEqual(new Set([0xff]));
  });

  it('is the same however its packets come, and silence where they do not', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 4, max: 44 }), { maxLength: 10 }),
        fc.nat(2 ** 32 - 1),
        fc.nat(7),
        (lost, start, shift) => {
          const sent = range(0, 50).filter((index) => !lost.includes(index));
          // Pairs change places, and some come twice.
          const order = sent.flatMap((index, at) =>
            at % 8 === shift && at > 3 && sent[at + 1] !== undefined
              ? [sent[at + 1]!, index, index]
              : [index],
          );
          const sound = record(order.map((index) => packet(index, loud(index), start)))!;
          const whole = range(0, 50).map((index) => (lost.includes(index) ? quiet() : loud(index)));
          expect(Buffer.from(sound.subarray(0, 50 * SAMPLES))).toEqual(Buffer.concat(whole));
        },
      ),
    );
  });

  it('begins and ends with what was said, not with the silence around it', () => {
    const packets = range(0, 250).map((index) =>
      packet(index, index >= 100 && index < 150 ? loud(index) : quiet()),
    );
    const sound = record(packets)!;
    expect(sound).toHaveLength(50 * SAMPLES + 2 * 2_400);
    expect(Buffer.from(sound.subarray(2_400, -2_400))).toEqual(said(range(100, 150)));
  });

  it('is nothing where all is quiet, or a click', () => {
    const clicks = range(0, 100).map((index) => packet(index, index % 10 ? quiet() : loud(index)));
    expect(record(clicks)).toBeNull();
    expect(record([])).toBeNull();
  });

  it('is over after so much silence, and later where somebody speaks', () => {
    const recorder = new Recorder(TERMS, 0, new RecordingSpace());
    expect(recorder.isOver(1_999)).toBe(false);
    expect(recorder.isOver(2_000)).toBe(true);
    for (const index of range(0, 75)) recorder.hear(packet(index), 'pcmu', index * MS);
    expect(recorder.isOver(3_400)).toBe(false);
    for (const index of range(75, 180)) recorder.hear(packet(index, quiet()), 'pcmu', index * MS);
    expect(recorder.isOver(3_500)).toBe(true);
  });

  it('is over with the longest time, and never longer', () => {
    const terms = { maxMs: 1_000, silenceMs: 5_000 };
    const recorder = new Recorder(terms, 0, new RecordingSpace());
    for (const index of range(0, 60)) recorder.hear(packet(index), 'pcmu', index * MS);
    expect(recorder.isOver(1_000)).toBe(true);
    expect(recorder.finish()).toHaveLength(8_000);
  });

  it('is heard in the other codec as well', () => {
    const recorder = new Recorder(TERMS, 0, new RecordingSpace());
    const payload = Buffer.alloc(SAMPLES, aLaw(8_000));
    for (const index of range(0, 10)) recorder.hear(packet(index, payload), 'pcma', index * MS);
    const sound = recorder.finish()!;
    expect(new Set(sound.subarray(0, 10 * SAMPLES))).toEqual(
      new Set([MU_LAW_OF_A_LAW[aLaw(8_000)]]),
    );
  });

  it('goes on where the other side counts anew', () => {
    const packets = [
      ...range(0, 25).map((index) => packet(index)),
      ...range(25, 50).map((index) => packet(index, loud(index), 3_000_000_000)),
    ];
    expect(Buffer.from(record(packets)!.subarray(0, 50 * SAMPLES))).toEqual(said(range(0, 50)));
  });

  it('takes no more room than there is, and gives it back', () => {
    const space = new RecordingSpace(2);
    const recorder = new Recorder(TERMS, 0, space);
    for (const index of range(0, 150)) recorder.hear(packet(index), 'pcmu', index * MS);
    expect(recorder.isOver(2_990)).toBe(true);
    expect(recorder.finish()!.length).toBeGreaterThan(16_000);
    expect([space.take(), space.take(), space.take()]).toEqual([true, true, false]);
  });
});
