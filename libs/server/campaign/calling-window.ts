import { CampaignClock, HoldReason, UnknownZone, WeekDay } from '@belltower/dto';
import { Place } from '@belltower/phone-number';
import { firstOpenAt, Schedule } from './calling-hours';
import { CallingRule, rulesOf } from './calling-rules';

/** What decides at which hours the numbers of a campaign may be called. */
export interface HoursTerms extends Schedule {
  /** Whose time zone hours, week days and excluded dates are read in. */
  clock: CampaignClock;
  /** What is done with numbers whose time zone nobody knows, where each contact's own counts. */
  unknownZone: UnknownZone;
  /** Whether the calling hours of the numbers' countries are kept to. */
  countryHours: boolean;
}

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

/** The schedule by which a campaign as a whole opens and closes: around the clock where each contact's own counts. */
export function campaignSchedule(campaign: Schedule & Pick<HoursTerms, 'clock'>): Schedule {
  return campaign.clock === CampaignClock.Contact ? { ...campaign, ...AROUND_THE_CLOCK } : campaign;
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
  const whole = { reason: HoldReason.OutsideHours, schedules: [campaignSchedule(campaign)] };
  const from = new Date(Math.max(earliest.getTime(), campaign.startsAt.getTime()));
  return firstCommonOpening([whole, ...ownWindows(campaign, place, from)], from);
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

const isOpen = (window: Window, now: Date) =>
  firstOpening(window, now)?.getTime() === now.getTime();
