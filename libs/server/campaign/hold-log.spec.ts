import { HoldReason } from '@belltower/dto';
import fc from 'fast-check';
import { HoldEntry, HoldWatch, LoggedHold } from './hold-log';

const START = Date.parse('2026-06-01T10:00:00Z');
const at = (second: number) => new Date(START + second * 1_000);

/** What is written while a campaign is seen like this, second by second, with the log kept as it is written. */
function written(seen: readonly (HoldReason | null)[]): [second: number, entry: HoldEntry][] {
  const watch = new HoldWatch();
  let logged: LoggedHold | null = null;
  const entries: [number, HoldEntry][] = [];
  seen.forEach((heldBy, second) => {
    const entry = watch.see(heldBy, logged, at(second));
    if (!entry) return;
    entries.push([second, entry]);
    logged = entry.what === 'begins' ? { reason: entry.reason, since: entry.since } : null;
  });
  return entries;
}
const times = (count: number, reason: HoldReason | null) =>
  Array.from({ length: count }, () => reason);
const { GatewayDown, AccountLimit, OutsideHours, WaitingForRetry, GatewayFull } = HoldReason;

describe('the log of holds', () => {
  it('says once that a hold has begun, and once that it has ended, with when', () => {
    const log = written([...times(5, null), ...times(600, GatewayDown), ...times(60, null)]);
    expect(log.map(([, entry]) => entry)).toEqual([
      { what: 'begins', reason: GatewayDown, since: at(5) },
      { what: 'ends', reason: GatewayDown, since: at(5), until: at(605) },
    ]);
  });

  it('does not mention what passes at once', () => {
    expect(written([GatewayDown, null, GatewayDown, null, null, null, null, null])).toEqual([]);
    expect(written([...times(9, AccountLimit), ...times(10, null)])).toEqual([]);
  });

  it('waits longer before it mentions a limit, which comes and goes with every call', () => {
    expect(written(times(60, AccountLimit)).map(([second]) => second)).toEqual([10]);
    expect(written(times(60, GatewayDown)).map(([second]) => second)).toEqual([3]);
  });

  it('has nothing to say about the schedule, or about a campaign that fills its gateway', () => {
    expect(written(times(60, OutsideHours))).toEqual([]);
    expect(written(times(60, GatewayFull))).toEqual([]);
  });

  it('lets a hold lapse when the hours close: nobody knows whether it would have gone on', () => {
    const log = written([...times(10, GatewayDown), ...times(10, OutsideHours)]);
    expect(log.map(([, { what }]) => what)).toEqual(['begins', 'lapses']);
  });

  it('keeps a hold while there is just nobody to call', () => {
    const log = written([...times(10, GatewayDown), ...times(60, WaitingForRetry)]);
    expect(log.map(([, { what }]) => what)).toEqual(['begins']);
  });

  it('tells one hold from the next', () => {
    const log = written([...times(10, GatewayDown), ...times(30, AccountLimit)]);
    expect(log.map(([, entry]) => 'reason' in entry && entry.reason)).toEqual([
      GatewayDown,
      AccountLimit,
    ]);
  });

  it('never writes more than one entry in three seconds, and ends only what has begun', () => {
    const seen = fc.array(
      fc
        .tuple(
          fc.constantFrom(null, GatewayDown, AccountLimit, OutsideHours, WaitingForRetry),
          fc.integer({ min: 1, max: 30 }),
        )
        .map(([reason, seconds]) => times(seconds, reason)),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(seen, (spells) => {
        const log = written(spells.flat());
        const told = log.filter(([, { what }]) => what !== 'lapses');
        told.slice(1).forEach(([second], n) => expect(second - told[n]![0]).toBeGreaterThan(2));
        let open = false;
        for (const [, { what }] of log) {
          if (what !== 'begins') expect(open).toBe(true);
          open = what === 'begins';
        }
      }),
    );
  });
});
