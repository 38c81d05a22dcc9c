import { CampaignClock, HoldReason, UnknownZone, WeekDay } from '@belltower/dto';
import { Place } from '@belltower/phone-number';
import { AccountHours } from './account-hours';
import { firstOpenAt, Opening, openingAt, Schedule } from './calling-hours';
import { CallingRule, rulesOf } from './calling-rules';

/** What decides at which hours the numbers of a campaign may be called. */
export interface HoursTerms extends Schedule {
  /** Whose time zone hours, week days and excluded dates are read in. */
  clock: CampaignClock;
  /** What is done with numbers whose time zone nobody knows, where each contact's own counts. */
  unknownZone: UnknownZone;
  /** Whether the calling hours of the numbers' countries are kept to. */
  countryHours: boolean;
  /** Within which any campaign of the account may call, by the same clock or by the account's; null is at any time. */
  accountHours: AccountHours | null;
}

/** What decides when a campaign as a whole is open. */
export type WholeTerms = Schedule & Pick<HoursTerms, 'clock' | 'accountHours'>;

/** Hours that a number has to be within: open where any of the schedules is, and never without one. */
interface Window {
  reason: HoldReason;
  schedules: readonly Schedule[];
}

/** How far ahead a common opening of several zones and rules is looked for; every combination of a week comes by. */
const HORIZON_MS = 62 * 24 * 60 * 60_000;

const AROUND_THE_CLOCK = {
  hoursFrom: '00:00',
  hoursUntil: '24:00',
  weekDays: Object.values(WeekDay),
  excludedDates: [],
};

/**
 * Whether a campaign as a whole may call: within its own schedule and the account's hours, by the clocks of both. Where
 * each contact's own clock counts it is open around the clock between start and finish.
 */
export function campaignOpening(campaign: WholeTerms, now: Date): Opening {
  const own = openingAt(ownSchedule(campaign), now);
  const hours = wholeAccountSchedule(campaign);
  if (!hours) return own;
  const account = openingAt(hours, now);
  if (own.open && account.open) {
    const closesAt = own.closesAt < account.closesAt ? own.closesAt : account.closesAt;
    return { open: true, closesAt };
  }
  const reason = own.open ? HoldReason.AccountHours : own.reason;
  return { open: false, reason, opensAt: firstWithin(campaign, now, () => []) };
}

/** The same, reckoned for everybody by the clocks of campaign and account, whosever counts. */
export const typicalOpening = (campaign: WholeTerms, now: Date): Opening =>
  campaignOpening({ ...campaign, clock: CampaignClock.Campaign }, now);

/** The campaign's own schedule: around the clock where each contact's own counts. */
const ownSchedule = (campaign: WholeTerms): Schedule =>
  campaign.clock === CampaignClock.Contact ? { ...campaign, ...AROUND_THE_CLOCK } : campaign;

/** The account's hours, where they are read by one clock for everybody; null where they are not, or there are none. */
function wholeAccountSchedule(campaign: WholeTerms): Schedule | null {
  const { clock, accountHours } = campaign;
  if (!accountHours || clock === CampaignClock.Contact) return null;
  return accountSchedule(campaign, accountHours);
}

/**
 * Why a number is outside of its own hours while its campaign is open, and when it may first be called; null while
 * it may. Where it may be in several time zones, it has to be within the hours in all of them. `opensAt` is null
 * where no instant of the coming two months will do.
 */
export function numberHold(
  campaign: HoursTerms,
  place: Place,
  now: Date,
): { reason: HoldReason; opensAt: Date | null } | null {
  const closed = ownWindows(campaign, place, now).find((window) => !isOpen(window, now));
  return closed ? { reason: closed.reason, opensAt: firstCallableAt(campaign, place, now) } : null;
}

/** The first instant from `earliest` on at which hours and rules let a number be called; null as in {@link numberHold}. */
export function firstCallableAt(campaign: HoursTerms, place: Place, earliest: Date): Date | null {
  return firstWithin(campaign, earliest, (from) => ownWindows(campaign, place, from));
}

/** Whether a number at that place may be called, by all hours and rules, and until or from when. */
export function placeOpening(campaign: HoursTerms, place: Place, now: Date): Opening {
  const whole = campaignOpening(campaign, now);
  const own = ownWindows(campaign, place, now);
  const closed = own.find((window) => !isOpen(window, now));
  if (!whole.open || closed) {
    const reason = whole.open ? closed!.reason : whole.reason;
    return { open: false, reason, opensAt: firstCallableAt(campaign, place, now) };
  }
  const ends = own.map(({ schedules }) => Math.max(...schedules.map((one) => closing(one, now))));
  return { open: true, closesAt: new Date(Math.min(whole.closesAt.getTime(), ...ends)) };
}

/** When a number that is held is looked at again: as soon as it may be called, else at the end of what was looked at. */
export function comesBackAt(campaign: HoursTerms, place: Place, now: Date): Date {
  const end = new Date(Math.min(campaign.endsAt.getTime(), now.getTime() + HORIZON_MS));
  return firstCallableAt(campaign, place, now) ?? end;
}

/** What holds for one number besides the campaign's own schedule, in the order in which it is looked at. */
function ownWindows(campaign: HoursTerms, place: Place, now: Date): Window[] {
  const rules = campaign.countryHours ? rulesOf(place.countries, now) : [];
  return [
    ...(campaign.clock === CampaignClock.Contact ? contactWindows(campaign, place) : []),
    ...(campaign.clock === CampaignClock.Contact ? accountWindows(campaign, place) : []),
    ...rules.flatMap((rule) => ruleWindows(rule, campaign, place)),
  ];
}

function contactWindows(campaign: HoursTerms, { zones }: Place): Window[] {
  const reason = HoldReason.OutsideOwnHours;
  if (zones.length)
    return zones.map((timeZone) => ({ reason, schedules: [{ ...campaign, timeZone }] }));
  return campaign.unknownZone === UnknownZone.Hold
    ? [{ reason: HoldReason.UnknownTimeZone, schedules: [] }]
    : [{ reason, schedules: [campaign] }];
}

/** The account's hours by the clock where the number is, or by the account's where nobody knows. */
function accountWindows(campaign: HoursTerms, { zones }: Place): Window[] {
  const { accountHours } = campaign;
  if (!accountHours) return [];
  const reason = HoldReason.AccountHours;
  return (zones.length ? zones : [accountHours.timeZone]).map((timeZone) => ({
    reason,
    schedules: [accountSchedule(campaign, { ...accountHours, timeZone })],
  }));
}

const accountSchedule = (
  { startsAt, endsAt }: Pick<Schedule, 'startsAt' | 'endsAt'>,
  hours: AccountHours,
): Schedule => ({ ...hours, startsAt, endsAt, excludedDates: [] });

function ruleWindows(
  rule: CallingRule,
  { startsAt, endsAt }: Pick<Schedule, 'startsAt' | 'endsAt'>,
  { zones }: Place,
): Window[] {
  return zones.map((timeZone) => ({
    reason: HoldReason.CallingRule,
    schedules: rule.hours.map(({ weekDays, from, until }) => ({
      startsAt,
      endsAt,
      hoursFrom: from,
      hoursUntil: until,
      weekDays: [...weekDays],
      excludedDates: [],
      timeZone,
    })),
  }));
}

/** The first instant from `earliest` on, and not before the start, at which the campaign and more are open. */
function firstWithin(
  campaign: WholeTerms,
  earliest: Date,
  more: (from: Date) => readonly Window[],
): Date | null {
  const from = new Date(Math.max(earliest.getTime(), campaign.startsAt.getTime()));
  const account = wholeAccountSchedule(campaign);
  const whole = [
    { reason: HoldReason.OutsideHours, schedules: [ownSchedule(campaign)] },
    ...(account ? [{ reason: HoldReason.AccountHours, schedules: [account] }] : []),
  ];
  return firstCommonOpening([...whole, ...more(from)], from);
}

/**
 * No window can be open before the instant to which each in turn moves the search on, so the first round in which
 * none does has found the first instant that suits all.
 */
function firstCommonOpening(windows: readonly Window[], earliest: Date): Date | null {
  const latest = windows.length > 1 ? earliest.getTime() + HORIZON_MS : Infinity;
  for (let at = earliest; ;) {
    const before = at;
    for (const window of windows) {
      const opens = firstOpening(window, at);
      if (!opens || opens.getTime() > latest) return null;
      at = opens;
    }
    if (at.getTime() === before.getTime()) return at;
  }
}

function firstOpening({ schedules }: Window, earliest: Date): Date | null {
  const openings = schedules.flatMap((schedule) => firstOpenAt(schedule, earliest) ?? []);
  return openings.length ? new Date(Math.min(...openings.map((at) => at.getTime()))) : null;
}

function closing(schedule: Schedule, now: Date): number {
  const opening = openingAt(schedule, now);
  return opening.open ? opening.closesAt.getTime() : -Infinity;
}

const isOpen = (window: Window, now: Date) =>
  firstOpening(window, now)?.getTime() === now.getTime();
