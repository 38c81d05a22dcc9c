import { Invalid } from '@belltower/core';
import { DateTime } from 'luxon';

/** A stretch of time, with its beginning and without its end. */
export interface Period {
  from: Date;
  until: Date;
}

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
const DEFAULT_DAYS = 30;

/**
 * The period that a request means: until now and from 30 days before its end, where it does not say.
 * @throws Invalid `report.period` where it ends before it begins
 */
export function periodOf(query: { from?: string; until?: string }, now: Date): Period {
  const until = query.until ? new Date(query.until) : now;
  const from = query.from
    ? new Date(query.from)
    : new Date(until.getTime() - DEFAULT_DAYS * DAY_MS);
  if (from < until) return { from, until };
  const message = 'This period ends before it begins.';
  throw new Invalid('report.period', message, [{ field: 'from', message }]);
}

/**
 * The period as many days earlier as this one touches: a whole day follows a whole day, today so far follows
 * yesterday until the same time. Counted in the days of the zone, of which some have 23 or 25 hours.
 */
export function periodBefore({ from, until }: Period, timeZone: string): Period {
  const begin = DateTime.fromJSDate(from, { zone: timeZone });
  const end = DateTime.fromJSDate(until, { zone: timeZone });
  const days = Math.max(1, Math.ceil(end.diff(begin, 'days').days));
  return { from: begin.minus({ days }).toJSDate(), until: end.minus({ days }).toJSDate() };
}

/**
 * A period as far as it can be counted. Of calls that are not kept any more only whole quarters of an hour are known: a
 * begin or end among them moves outwards to the next. Without calls that are gone it stays as it is.
 */
export function countablePeriod({ from, until }: Period, callsKeptSince: Date | null): Period {
  const isGone = (at: Date) => callsKeptSince !== null && at < callsKeptSince;
  const toQuarter = (at: Date, round: (quarters: number) => number) =>
    new Date(round(at.getTime() / QUARTER_MS) * QUARTER_MS);
  return {
    from: isGone(from) ? toQuarter(from, Math.floor) : from,
    until: isGone(until) ? toQuarter(until, Math.ceil) : until,
  };
}

/**
 * The part of a period that consists of whole quarters of an hour, and what is left on either side of it:
 * the whole is counted in the roll-up, the rest in the calls themselves.
 */
export function quartersOf({ from, until }: Period): { whole: Period | null; rest: Period[] } {
  const first = Math.ceil(from.getTime() / QUARTER_MS) * QUARTER_MS;
  const last = Math.floor(until.getTime() / QUARTER_MS) * QUARTER_MS;
  if (first >= last) return { whole: null, rest: [{ from, until }] };
  const whole = { from: new Date(first), until: new Date(last) };
  const rest = [
    { from, until: whole.from },
    { from: whole.until, until },
  ].filter((edge) => edge.from < edge.until);
  return { whole, rest };
}
