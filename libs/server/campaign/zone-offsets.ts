import { IANAZone } from 'luxon';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** More than ten years of days; a zone that has been asked about more starts afresh. */
const MOST_DAYS = 4_000;

/** A day in UTC: the offset at its beginning and, where the clocks change within it, when and to what. */
interface OffsetDay {
  offset: number;
  change: { at: number; offset: number } | null;
}

/**
 * The offsets of a time zone from UTC, in milliseconds. They are remembered: asking Intl takes 17 µs, and
 * a schedule is asked about every second and needs dozens.
 */
export class ZoneOffsets {
  private static readonly zones = new Map<string, ZoneOffsets>();

  private readonly zone: IANAZone;
  private readonly days = new Map<number, OffsetDay>();

  private constructor(timeZone: string) {
    this.zone = IANAZone.create(timeZone);
  }

  static of(timeZone: string): ZoneOffsets {
    const offsets = this.zones.get(timeZone) ?? new ZoneOffsets(timeZone);
    this.zones.set(timeZone, offsets);
    return offsets;
  }

  at(instant: number): number {
    const { offset, change } = this.day(Math.floor(instant / DAY));
    return change && instant >= change.at ? change.offset : offset;
  }

  /** The reading of the zone's wall clock, in milliseconds as if the clock showed UTC. */
  wallClock(instant: number): number {
    return instant + this.at(instant);
  }

  /** The instants after `from`, up to `until`, at which the offset changes. */
  changes(from: number, until: number): number[] {
    const changes: number[] = [];
    for (let day = Math.floor(from / DAY); day * DAY <= until; day++) {
      const { change } = this.day(day);
      if (change && change.at > from && change.at <= until) changes.push(change.at);
    }
    return changes;
  }

  private day(day: number): OffsetDay {
    const known = this.days.get(day);
    if (known) return known;
    if (this.days.size >= MOST_DAYS) this.days.clear();
    const offset = this.ask(day * DAY);
    const next = this.ask((day + 1) * DAY);
    const change = offset === next ? null : { at: this.changeIn(day, offset), offset: next };
    this.days.set(day, { offset, change });
    return { offset, change };
  }

  private changeIn(day: number, offset: number): number {
    let [before, after] = [day * DAY, (day + 1) * DAY];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.ask(middle) === offset) before = middle;
      else after = middle;
    }
    return after;
  }

  private ask(instant: number): number {
    return this.zone.offset(instant) * MINUTE;
  }
}
