import fc from 'fast-check';
import { Pacer, STEP_MS } from './pacer';

/** Runs the beat at these instants and notes when each session sent. */
function sendings(pacer: Pacer<string>, instants: Iterable<number>) {
  const sent = new Map<string, number[]>();
  for (const instant of instants)
    pacer.run(instant, (session, step) => {
      sent.set(session, [...(sent.get(session) ?? []), step]);
    });
  return sent;
}

function* every(milliseconds: number, until: number) {
  for (let at = 0; at <= until; at += milliseconds) yield at;
}

describe('the beat of the sound', () => {
  it('comes to every session once in its packet time, in the phase with the fewest', () => {
    const pacer = new Pacer<string>(0);
    const phases = ['a', 'b', 'c', 'd', 'e'].map((session) => pacer.add(session, 20).phase);
    expect(phases).toEqual([0, 1, 2, 3, 0]);
    const sent = sendings(pacer, every(1, 200));
    for (const steps of sent.values()) {
      expect(steps).toHaveLength(10);
      expect(new Set(steps.slice(1).map((step, index) => step - steps[index]!))).toEqual(
        new Set([4]),
      );
    }
  });

  it('has no drift, and leaves nothing out, when it is asked up to a packet late', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (gaps) => {
        const pacer = new Pacer<string>(0);
        pacer.add('a', 20);
        const instants = Array.from({ length: 500 }, (_, index) => gaps[index % gaps.length]!);
        let now = 0;
        const sent = sendings(
          pacer,
          instants.map((gap) => (now += gap)),
        );
        const steps = sent.get('a') ?? [];
        expect(steps.length).toBe(Math.floor(Math.floor(now / STEP_MS) / 4));
      }),
    );
  });

  it('skips after a stall, and never sends two packets of a session at once', () => {
    const pacer = new Pacer<string>(0);
    for (const session of ['a', 'b', 'c', 'd']) pacer.add(session, 20);
    const sent = sendings(pacer, [...every(5, 100), 1_000]);
    for (const steps of sent.values()) expect(steps.filter((step) => step > 20)).toHaveLength(1);
    expect(pacer.report()).toMatchObject({ skipped: 176 });
    expect(pacer.report()).toEqual({ steps: 0, skipped: 0, latestMs: 0 });
  });

  it('keeps sessions with packets of other lengths, and forgets those that left', () => {
    const pacer = new Pacer<string>(0);
    pacer.add('thirty', 30);
    const place = pacer.add('ten', 10);
    const sent = sendings(pacer, every(5, 300));
    expect([sent.get('thirty')!.length, sent.get('ten')!.length]).toEqual([10, 30]);
    pacer.remove('ten', place);
    expect([...sendings(pacer, every(305, 610)).keys()]).not.toContain('ten');
  });

  it('says when to come back', () => {
    const pacer = new Pacer<string>(100);
    expect(pacer.run(100, () => undefined)).toBe(5);
    expect(pacer.run(107.5, () => undefined)).toBe(2.5);
  });
});
