import { HoldReason, WeekDay } from '@belltower/dto';
import { ZoneOffsets } from './zone-offsets';

/** When a campaign may call: between two instants, at daily hours of a time zone, on some days. */
export interface Schedule {
  startsAt: Date;
  endsAt: Date;
  /** `HH:MM`. Later than `hoursUntil` means that the hours cross midnight. */
  hoursFrom: string;
  /** `HH:MM`, itself outside the hours; `24:00` is the end of the day. */
  hoursUntil: string;
  weekDays: WeekDay[];
  /** `YYYY-MM-DD` */
  excludedDates: string[];
  timeZone: string;
}

/** Whether a schedule is open and until when, or why not and when it opens; `opensAt` null is never again. */
export type Opening =
  { open: true; closesAt: Date } | { open: false; reason: HoldReason; opensAt: Date | null };

/** Instants as milliseconds since 1970, `end` not included. */
interface Interval {
  start: number;
  end: number;
}

/** Readings of a wall clock, in milliseconds as if the clock showed UTC, `end` not included. */
type WallRange = Interval;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEEK_DAYS = Object.values(WeekDay);

/**
 * How far from a wall-clock reading its instants, and clock changes that matter to them, can lie: the
 * widest offset (14 h) and the largest change (a whole day, Apia 2011), with room to spare.
 */
const REACH = 2 * DAY;

/**
 * Says whether the schedule is open now. The wall clock decides: an hour that a change of clocks skips is
 * not called in, one that it repeats is called in twice. Hours after midnight belong to the day they began on.
 */
export function openingAt(schedule: Schedule, now: Date): Opening {
  const at = now.getTime();
  if (at >= schedule.endsAt.getTime())
    return { open: false, reason: HoldReason.AfterFinish, opensAt: null };
  const next = nextOpen(schedule, at);
  if (next && next.start <= at) return { open: true, closesAt: new Date(next.end) };
  return { open: false, reason: reasonAt(schedule, at), opensAt: next && new Date(next.start) };
}

/** The first instant from `earliest` on at which the schedule is open; null if it never is again. */
export function firstOpenAt(schedule: Schedule, earliest: Date): Date | null {
  const next = nextOpen(schedule, earliest.getTime());
  return next && new Date(Math.max(next.start, earliest.getTime()));
}

/** The first open interval that ends after `at`, within start and finish. */
function nextOpen(schedule: Schedule, at: number): Interval | null {
  const zone = ZoneOffsets.of(schedule.timeZone);
  const startsAt = schedule.startsAt.getTime();
  const endsAt = schedule.endsAt.getTime();
  const earliest = Math.max(at, startsAt);
  const found: Interval[] = [];
  let enough = Infinity;
  for (const { range, lastDay } of wallRanges(
    schedule,
    dayOf(zone, earliest) - 2,
    dayOf(zone, endsAt) + 1,
  )) {
    const ahead = instantsOf(zone, range).filter(
      ({ start, end }) => end > earliest && start < endsAt,
    );
    found.push(...ahead);
    // Where a clock goes back over midnight, the hours of two days take turns: look a little further.
    if (ahead.length) enough = Math.min(enough, lastDay + 2);
    if (lastDay >= enough) break;
  }
  const first = merge(found)[0];
  return first
    ? { start: Math.max(first.start, startsAt), end: Math.min(first.end, endsAt) }
    : null;
}

/** The hours of each day that is called on, first to last; hours that touch (whole days) are one range. */
function* wallRanges(schedule: Schedule, firstDay: number, lastDay: number) {
  const from = minutesOf(schedule.hoursFrom) * MINUTE;
  const until = minutesOf(schedule.hoursUntil) * MINUTE + (crossesMidnight(schedule) ? DAY : 0);
  if (from >= until) return;
  const isOn = dayFilter(schedule);
  const touching = until - from >= DAY;
  for (let day = firstDay; day <= lastDay; day++) {
    if (!isOn(day)) continue;
    const start = day * DAY + from;
    while (touching && day < lastDay && isOn(day + 1)) day++;
    yield { range: { start, end: day * DAY + until } satisfies WallRange, lastDay: day };
  }
}

/** The instants at which a clock of the zone shows a reading of the range: several where clocks go back. */
function instantsOf(zone: ZoneOffsets, { start, end }: WallRange): Interval[] {
  // What happens in the middle of a long range changes nothing about it.
  const changes =
    end - start > 2 * REACH
      ? [
          ...zone.changes(start - REACH, start + REACH),
          start + REACH,
          end - REACH,
          ...zone.changes(end - REACH, end + REACH),
        ]
      : zone.changes(start - REACH, end + REACH);
  const pieces = [start - REACH, ...changes].map((from, index) => {
    const offset = zone.at(from);
    const to = changes[index] ?? end + REACH;
    return { start: Math.max(start - offset, from), end: Math.min(end - offset, to) };
  });
  return merge(pieces.filter((piece) => piece.start < piece.end));
}

/** In order of time, with those that touch or overlap made one. */
function merge(intervals: Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const interval of intervals.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && interval.start <= last.end) last.end = Math.max(last.end, interval.end);
    else merged.push({ ...interval });
  }
  return merged;
}

function reasonAt(schedule: Schedule, at: number): HoldReason {
  if (at < schedule.startsAt.getTime()) return HoldReason.BeforeStart;
  const wall = ZoneOffsets.of(schedule.timeZone).wallClock(at);
  const minutes = Math.floor((wall % DAY) / MINUTE);
  const beganYesterday = crossesMidnight(schedule) && minutes < minutesOf(schedule.hoursUntil);
  const day = Math.floor(wall / DAY) - (beganYesterday ? 1 : 0);
  if (excludedDays(schedule).has(day)) return HoldReason.ExcludedDate;
  if (!schedule.weekDays.includes(weekDayOf(day))) return HoldReason.WeekDayOff;
  return HoldReason.OutsideHours;
}

/** Days are counted from 1970-01-01. */
function dayFilter(schedule: Schedule): (day: number) => boolean {
  const excluded = excludedDays(schedule);
  return (day) => !excluded.has(day) && schedule.weekDays.includes(weekDayOf(day));
}

function excludedDays({ excludedDates }: Schedule): Set<number> {
  return new Set(excludedDates.map((date) => Date.parse(`${date}T00:00:00Z`) / DAY));
}

/** The first of January 1970 was a Thursday. */
const weekDayOf = (day: number) => WEEK_DAYS[(day + 3) % 7]!;

const crossesMidnight = ({ hoursFrom, hoursUntil }: Schedule) => hoursFrom > hoursUntil;

const dayOf = (zone: ZoneOffsets, at: number) => Math.floor(zone.wallClock(at) / DAY);

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
