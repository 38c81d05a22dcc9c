import {
  CallingRule,
  Campaign,
  campaignSchedule,
  numberHold,
  openingAt,
  rulesOf,
} from '@belltower/campaign';
import { CallRule, CampaignClock, HoldReason, UnknownZone, WeekDay } from '@belltower/dto';
import { Place } from '@belltower/phone-number';
import { allowed, notBefore, Ruling } from './ruling';

/** What the rules about hours look at. */
export interface HoursCase {
  campaign: Campaign | null;
  place: Place;
}

const CLOSED: Partial<Record<HoldReason, string>> = {
  [HoldReason.BeforeStart]: 'Its start has not come yet',
  [HoldReason.AfterFinish]: 'Its finish has passed',
  [HoldReason.ExcludedDate]: 'This is an excluded date',
  [HoldReason.WeekDayOff]: 'It does not call on this day of the week',
  [HoldReason.OutsideHours]: 'This is outside of its hours',
  [HoldReason.OutsideOwnHours]: 'This is outside of its hours where the number is',
  [HoldReason.UnknownTimeZone]: 'It holds back numbers whose time zone is unknown',
};

/** Every rule lets calls be made some time in a week. */
const AHEAD_MS = 14 * 24 * 60 * 60_000;

/** Only the calling hours of countries: everything else is open. */
const COUNTRIES_ONLY = {
  hoursFrom: '00:00',
  hoursUntil: '24:00',
  weekDays: Object.values(WeekDay),
  excludedDates: [],
  timeZone: 'UTC',
  clock: CampaignClock.Campaign,
  unknownZone: UnknownZone.Campaign,
  countryHours: true,
};

/** The campaign's start, finish, days and hours, by its own clock or by that of the place where the number is. */
export function campaignHours({ campaign, place }: HoursCase, at: Date): Ruling | null {
  if (!campaign) return null;
  const rule = CallRule.CampaignHours;
  const isOwn = campaign.clock === CampaignClock.Contact;
  const where = isOwn ? zonesOf(place) || 'its own time zone' : campaign.timeZone;
  const hours = `${campaign.hoursFrom}–${campaign.hoursUntil} in ${where}`;
  const opening = openingAt(campaignSchedule(campaign), at);
  const hold = opening.open ? numberHold({ ...campaign, countryHours: false }, place, at) : opening;
  if (!hold) return allowed(rule, `Within its hours, ${hours}`);
  return notBefore(rule, `${CLOSED[hold.reason] ?? 'It is closed'} (${hours})`, hold.opensAt);
}

/** The law of the countries where the number may be; a campaign can be told not to keep to it. */
export function countryHours({ campaign, place }: HoursCase, at: Date): Ruling | null {
  const rule = CallRule.CountryHours;
  if (campaign && !campaign.countryHours)
    return allowed(rule, 'The campaign does not keep to them');
  const rules = rulesOf(place.countries, at);
  if (!rules.length) return allowed(rule, 'None are known for where it is');
  const law = rules.map(wordsOf).join('; ');
  if (!place.zones.length) return allowed(rule, `Nobody knows what time it is there (${law})`);
  const endsAt = new Date(at.getTime() + AHEAD_MS);
  const hold = numberHold({ ...COUNTRIES_ONLY, startsAt: at, endsAt }, place, at);
  const where = place.zones.length > 1 ? 'in every time zone where it may be' : zonesOf(place);
  if (!hold) return allowed(rule, `Within them, ${where} (${law})`);
  return notBefore(rule, `Outside of them, ${where} (${law})`, hold.opensAt);
}

function wordsOf({ country, hours, source }: CallingRule): string {
  const times = [...new Set(hours.map(({ from, until }) => `${from}–${until}`))].join(', ');
  return `${country}: ${times}, ${source}`;
}

function zonesOf({ zones }: Place): string {
  return zones.length > 2 ? `${zones.length} possible time zones` : zones.join(' and ');
}
