import {
  AccountHours,
  CallingRule,
  Campaign,
  campaignOpening,
  HoursTerms,
  numberHold,
  rulesOf,
} from '@belltower/campaign';
import { CallRule, CampaignClock, HoldReason, UnknownZone, WeekDay } from '@belltower/dto';
import { Place } from '@belltower/phone-number';
import { allowed, notBefore, Ruling } from './ruling';

/** What the rules about hours look at. */
export interface HoursCase {
  campaign: Campaign | null;
  /** Within which any campaign of the account may call; null is at any time. */
  accountHours: AccountHours | null;
  place: Place;
}

const CLOSED: Partial<Record<HoldReason, string>> = {
  [HoldReason.BeforeStart]: 'Its start has not come yet',
  [HoldReason.AfterFinish]: 'Its finish has passed',
  [HoldReason.ExcludedDate]: 'This is an excluded date',
  [HoldReason.WeekDayOff]: 'This day of the week is none of its days',
  [HoldReason.OutsideHours]: 'This is outside of its hours',
  [HoldReason.OutsideOwnHours]: 'This is outside of its hours where the number is',
  [HoldReason.UnknownTimeZone]: 'It holds back numbers whose time zone is unknown',
};

/** Every rule lets calls be made some time in a week. */
const AHEAD_MS = 14 * 24 * 60 * 60_000;

/** A campaign to which nothing but what is added to it matters. */
const ALWAYS_OPEN = {
  hoursFrom: '00:00',
  hoursUntil: '24:00',
  weekDays: Object.values(WeekDay),
  excludedDates: [],
  timeZone: 'UTC',
  clock: CampaignClock.Campaign,
  unknownZone: UnknownZone.Campaign,
  countryHours: false,
  accountHours: null,
};

/** The campaign's start, finish, days and hours, by its own clock or by that of the place where the number is. */
export function campaignHours({ campaign, place }: HoursCase, at: Date): Ruling | null {
  if (!campaign) return null;
  const rule = CallRule.CampaignHours;
  const isOwn = campaign.clock === CampaignClock.Contact;
  const where = isOwn ? zonesOf(place) || 'its own time zone' : campaign.timeZone;
  const hours = `${campaign.hoursFrom}–${campaign.hoursUntil} in ${where}`;
  const hold = firstHold({ ...campaign, countryHours: false, accountHours: null }, place, at);
  if (!hold) return allowed(rule, `Within its hours, ${hours}`);
  return notBefore(rule, `${CLOSED[hold.reason] ?? 'It is closed'} (${hours})`, hold.opensAt);
}

/** The account's own hours, by the clock that the campaign calls by; without a campaign by the account's. */
export function accountHours(asked: HoursCase, at: Date): Ruling {
  const { accountHours: hours, campaign, place } = asked;
  const rule = CallRule.AccountHours;
  if (!hours) return allowed(rule, 'It has none of its own');
  const clock = campaign?.clock ?? CampaignClock.Campaign;
  const where = (clock === CampaignClock.Contact && zonesOf(place)) || hours.timeZone;
  const words = `${wordsOfHours(hours)} in ${where}`;
  const endsAt = new Date(at.getTime() + AHEAD_MS);
  const hold = firstHold(
    { ...ALWAYS_OPEN, clock, accountHours: hours, startsAt: at, endsAt },
    place,
    at,
  );
  if (!hold) return allowed(rule, `Within them, ${words}`);
  return notBefore(rule, `Outside of them (${words})`, hold.opensAt);
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
  const hold = numberHold({ ...ALWAYS_OPEN, countryHours: true, startsAt: at, endsAt }, place, at);
  const where = place.zones.length > 1 ? 'in every time zone where it may be' : zonesOf(place);
  if (!hold) return allowed(rule, `Within them, ${where} (${law})`);
  return notBefore(rule, `Outside of them, ${where} (${law})`, hold.opensAt);
}

/** What closes a campaign as a whole, or else the number where it is. */
function firstHold(terms: HoursTerms, place: Place, at: Date) {
  const opening = campaignOpening(terms, at);
  return opening.open ? numberHold(terms, place, at) : opening;
}

/** `09:00–20:00 on Monday, Tuesday`; whole days and every day are left out. */
function wordsOfHours({ hoursFrom, hoursUntil, weekDays }: AccountHours): string {
  const all = Object.values(WeekDay);
  const named = all.filter((day) => weekDays.includes(day)).map(capitalised);
  return `${hoursFrom}–${hoursUntil}${named.length < all.length ? ` on ${named.join(', ')}` : ''}`;
}

const capitalised = (day: string) => day.charAt(0).toUpperCase() + day.slice(1);

function wordsOf({ country, hours, source }: CallingRule): string {
  const times = [...new Set(hours.map(({ from, until }) => `${from}–${until}`))].join(', ');
  return `${country}: ${times}, ${source}`;
}

function zonesOf({ zones }: Place): string {
  return zones.length > 2 ? `${zones.length} possible time zones` : zones.join(' and ');
}
