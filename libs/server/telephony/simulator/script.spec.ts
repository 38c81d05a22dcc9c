import { Disposition, SimulatorSettings } from '@belltower/dto';
import fc from 'fast-check';
import { ScriptedCall, scriptOf } from './script';
import { givenSettings } from './simulator.builder';

const call = (id: number): ScriptedCall => ({
  id: `bt-1-${id}`,
  number: `+1202555${String(100 + (id % 100)).padStart(4, '0')}`,
  keys: ['1', '9'],
  ringTimeoutSeconds: 45,
  maxCallSeconds: 1_800,
});

const endOf = (settings: SimulatorSettings, id: number) => {
  const end = scriptOf(settings, call(id)).steps.at(-1)!.event;
  return end.type === 'hung-up' ? end.disposition : undefined;
};

const percent = fc.integer({ min: 0, max: 100 });
const anySettings = fc
  .record({
    answered: percent,
    machine: percent,
    noAnswer: percent,
    busy: percent,
    ringSecondsFrom: fc.integer({ min: 0, max: 90 }),
    ringSecondsUntil: fc.integer({ min: 0, max: 90 }),
    talkSecondsMean: fc.integer({ min: 0, max: 600 }),
    talkSecondsMost: fc.integer({ min: 0, max: 600 }),
    keyPressPercent: percent,
    keys: fc.array(fc.stringMatching(/^[0-9*#]{1,5}$/), { maxLength: 3 }),
    silentPercent: percent,
    latePercent: percent,
    twicePercent: percent,
    garbagePercent: percent,
    seed: fc.string({ minLength: 1, maxLength: 8 }),
  })
  .map((values) => givenSettings(values));

describe('what the simulator makes of a call', () => {
  it('is the same for the same seed, number and attempt', () => {
    const settings = new SimulatorSettings();
    expect(scriptOf(settings, call(5))).toEqual(scriptOf(settings, call(5)));
  });

  it('is not the same for every attempt', () => {
    const ends = Array.from({ length: 100 }, (_, id) => endOf(new SimulatorSettings(), id));
    expect(new Set(ends).size).toBeGreaterThan(2);
  });

  it('follows the shares of its settings within a percent of twenty thousand calls', () => {
    const settings = givenSettings({ answered: 50, busy: 30, noAnswer: 20 });
    Object.assign(settings, {
      machine: 0,
      rejected: 0,
      invalidNumber: 0,
      congestion: 0,
      failed: 0,
    });
    const counts = new Map<Disposition | undefined, number>();
    for (let id = 0; id < 20_000; id++) {
      const end = endOf(settings, id);
      counts.set(end, (counts.get(end) ?? 0) + 1);
    }
    const shares = [Disposition.Answered, Disposition.Busy, Disposition.NoAnswer].map(
      (disposition) => Math.round((counts.get(disposition) ?? 0) / 200),
    );
    expect(shares).toEqual([50, 30, 20]);
  });

  it('ends exactly once, in order, within ring timeout and longest call, whatever the settings', () => {
    fc.assert(
      fc.property(
        anySettings,
        fc.nat(10_000),
        fc.integer({ min: 5, max: 120 }),
        fc.integer({ min: 1, max: 600 }),
        (settings, id, ringTimeoutSeconds, maxCallSeconds) => {
          const { steps } = scriptOf(settings, { ...call(id), ringTimeoutSeconds, maxCallSeconds });
          const types = steps.map(({ event }) => event.type);
          const times = steps.map(({ atMs }) => atMs);
          expect(types.filter((type) => type === 'hung-up')).toHaveLength(1);
          expect(types.at(-1)).toBe('hung-up');
          expect(times).toEqual([...times].sort((one, other) => one - other));
          const answered = steps.find(({ event }) => event.type === 'answered')?.atMs;
          const patience = 40 + ringTimeoutSeconds * 1_000;
          expect(answered ?? times.at(-1)).toBeLessThanOrEqual(patience);
          if (answered !== undefined)
            expect(times.at(-1)! - answered).toBeLessThanOrEqual(maxCallSeconds * 1_000 + 0.001);
        },
      ),
    );
  });
});
