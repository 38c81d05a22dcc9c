import { comesBackAt, HoursTerms, placeOfKey, rulesOf, ZoneOffsets } from '@belltower/campaign';
import { WeekDay } from '@belltower/dto';
import { Place } from '@belltower/phone-number';

/** What a claim is told about where the numbers of its campaign are. */
interface KnownPlaces {
  /** The campaign's version by which `opens_at` was worked out. */
  version: string;
  /** Group of each place that is known, by the key that the claim makes of a number and its contact. */
  keys: Record<string, number>;
  groups: KnownGroup[];
}

/** Numbers of the same possible time zones and rules. */
interface KnownGroup {
  no: number;
  /** When they may next be called, where that was asked. */
  opens_at: Date | null;
  /** What the clocks of their time zones show, while the calls are placed. */
  walls: string[];
  /** By country the hours of its rule; `days` are 1 for Monday to 7. */
  rules: { since: string; until: string; days: string }[][];
}

interface Group {
  no: number;
  place: Place;
  opensAt: Date | null;
}

type Terms = HoursTerms & { version: string };

/** Enough for all areas of all countries of a campaign; one that needs more learns them again now and then. */
const MOST_KEYS = 2_000;

/** For how long numbers are put off whose hours are about to begin or end. */
const AGAIN_MS = 1_000;

const MINUTE_MS = 60_000;
const WEEK_DAYS = Object.values(WeekDay);

/**
 * Where the numbers of one campaign are, learned as claims ask. Claims tell places apart by keys, of which a campaign
 * has few: they need no data about countries and time zones in the database, and no look-up for each number.
 */
export class Atlas {
  private keys = new Map<string, Group>();
  private groups = new Map<string, Group>();
  private version = '';
  /** What was last told, which holds for whole minutes: hours begin and end, and clocks change, on minutes. */
  private told = { minutes: '', text: '' };

  /**
   * What is known, as JSON, for a claim at this instant of calls that are placed from then until `placedBy`. In the
   * minute in which hours begin or end, clocks are read at both ends: all readings have to be within the hours.
   */
  known(campaign: Terms, now: Date, placedBy = now): string {
    if (this.version !== campaign.version) {
      this.version = campaign.version;
      for (const group of this.groups.values()) group.opensAt = null;
      this.told.minutes = '';
    }
    const instants = [...new Set([now, placedBy].map(wholeMinute))];
    const minutes = instants.join();
    if (this.told.minutes !== minutes)
      this.told = { minutes, text: JSON.stringify(this.places(instants)) };
    return this.told.text;
  }

  /** Learns the places that a claim asked about, and when their groups open, by the campaign that {@link known} saw. */
  learn(keys: readonly string[], campaign: HoursTerms, now: Date): void {
    if (this.keys.size + keys.length > MOST_KEYS) this.forget();
    for (const key of keys) {
      const place = placeOfKey(key);
      const group = this.groupOf(place);
      const isKnown = this.keys.has(key);
      this.keys.set(key, group);
      if (group.opensAt && group.opensAt > now) continue;
      group.opensAt = comesBackAt(campaign, place, now);
      // The claim found closed what is open by now, as it looks a little ahead: it looks again soon.
      if (isKnown && group.opensAt <= now) group.opensAt = new Date(now.getTime() + AGAIN_MS);
    }
    this.told.minutes = '';
  }

  private places(instants: number[]): KnownPlaces {
    const now = new Date(instants[0]!);
    return {
      version: this.version,
      keys: Object.fromEntries([...this.keys].map(([key, { no }]) => [key, no])),
      groups: [...this.groups.values()].map(({ no, place, opensAt }) => ({
        no,
        opens_at: opensAt,
        walls: place.zones.flatMap((zone) => instants.map((at) => wallClock(zone, at))),
        rules: rulesOf(place.countries, now).map(({ hours }) =>
          hours.map(({ from, until, weekDays }) => ({
            since: from,
            until,
            days: weekDays.map((day) => WEEK_DAYS.indexOf(day) + 1).join(''),
          })),
        ),
      })),
    };
  }

  private groupOf(place: Place): Group {
    const name = JSON.stringify([place.zones, place.countries]);
    const group = this.groups.get(name) ?? { no: this.groups.size, place, opensAt: null };
    this.groups.set(name, group);
    return group;
  }

  private forget(): void {
    this.keys = new Map();
    this.groups = new Map();
  }
}

/** As PostgreSQL reads a timestamp without a zone. */
const wallClock = (zone: string, at: number) =>
  new Date(ZoneOffsets.of(zone).wallClock(at)).toISOString().slice(0, -1);

const wholeMinute = (at: Date) => Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
