import {
  CallingHours,
  comesBackAt,
  HoursTerms,
  placeOfKey,
  rulesOf,
  ZoneOffsets,
} from '@belltower/campaign';
import { WeekDay } from '@belltower/dto';
import { Place } from '@belltower/phone-number';

/** What a claim is told about where the numbers of its campaign are. */
export interface KnownPlaces {
  /** The campaign's version by which `opens_at` was worked out. */
  version: string;
  /** Group of each place that is known, by the key that the claim makes of a number and its contact. */
  keys: Record<string, number>;
  /** Numbers of the same possible time zones and rules; and when they may next be called, where that was asked. */
  groups: { no: number; opens_at: Date | null }[];
  /** What the clocks of each group show. */
  walls: { no: number; local: string }[];
  /** Hours of each group by the rules of its countries, with what the clock shows; `days` are 1 for Monday to 7. */
  rules: {
    no: number;
    country: string;
    local: string;
    hours_from: string;
    hours_until: string;
    days: string;
  }[];
}

interface Group {
  no: number;
  place: Place;
  opensAt: Date | null;
}

/** Enough for all areas of all countries of a campaign; one that needs more learns them again now and then. */
const MOST_KEYS = 2_000;

const WEEK_DAYS = Object.values(WeekDay);

/**
 * Where the numbers of one campaign are, learned as claims ask. Claims tell places apart by keys, of which a campaign
 * has few: they need no data about countries and time zones in the database, and no look-up for each number.
 */
export class Atlas {
  private keys = new Map<string, Group>();
  private groups = new Map<string, Group>();
  private version = '';

  /** What is known, for a claim at this instant. */
  known(campaign: HoursTerms & { version: string }, now: Date): KnownPlaces {
    if (this.version !== campaign.version) {
      this.version = campaign.version;
      for (const group of this.groups.values()) group.opensAt = null;
    }
    const groups = [...this.groups.values()];
    const clocks = groups.flatMap(({ no, place }) =>
      place.zones.map((zone) => ({ no, place, local: wallClock(zone, now) })),
    );
    return {
      version: this.version,
      keys: Object.fromEntries([...this.keys].map(([key, { no }]) => [key, no])),
      groups: groups.map(({ no, opensAt }) => ({ no, opens_at: opensAt })),
      walls: clocks.map(({ no, local }) => ({ no, local })),
      rules: clocks.flatMap(({ no, place, local }) =>
        rulesOf(place.countries, now).flatMap(({ country, hours }) =>
          hours.map((some) => ({ no, country, local, ...hoursColumns(some) })),
        ),
      ),
    };
  }

  /** Learns the places that a claim asked about, and when their groups open, as of the campaign that {@link known} was told of. */
  learn(keys: readonly string[], campaign: HoursTerms, now: Date): void {
    if (this.keys.size + keys.length > MOST_KEYS) this.forget();
    for (const key of keys) {
      const place = placeOfKey(key);
      const group = this.groupOf(place);
      this.keys.set(key, group);
      if (!group.opensAt || group.opensAt <= now) group.opensAt = comesBackAt(campaign, place, now);
    }
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
const wallClock = (zone: string, now: Date) =>
  new Date(ZoneOffsets.of(zone).wallClock(now.getTime())).toISOString().slice(0, -1);

const hoursColumns = ({ from, until, weekDays }: CallingHours) => ({
  hours_from: from,
  hours_until: until,
  days: weekDays.map((day) => WEEK_DAYS.indexOf(day) + 1).join(''),
});
