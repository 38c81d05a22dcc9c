import {
  CallTimelineEntry,
  CampaignInput,
  Disposition,
  RetryPolicy,
  retryRuleOf,
  SimulatorSettings,
  SubscriberState,
} from '@belltower/dto';
import { scriptOf } from '@belltower/telephony';
import { DateTime } from 'luxon';

/** Somebody whom a past campaign has called. */
export interface Called {
  subscriberId: number;
  contactId: number;
  contactName: string;
  number: string;
}

/** One call of the past, as `call` keeps it. */
export interface PastCall extends Called {
  createdAt: Date;
  endedAt: Date;
  attempt: number;
  disposition: Disposition;
  ringSeconds: number;
  talkSeconds: number;
  sipStatus: number | null;
  q850: number | null;
  digits: string | null;
  timeline: CallTimelineEntry[];
}

/** Where a subscriber stands after its last call. */
export interface PastSubscriber {
  subscriberId: number;
  state: SubscriberState;
  attempts: number;
  disposition: Disposition;
  lastAttemptAt: Date;
}

export interface History {
  calls: PastCall[];
  subscribers: PastSubscriber[];
}

type Terms = Pick<
  CampaignInput,
  | 'hoursFrom'
  | 'hoursUntil'
  | 'timeZone'
  | 'weekDays'
  | 'maxRetries'
  | 'retryAfterSeconds'
  | 'retryOn'
  | 'retryRules'
  | 'ringTimeoutSeconds'
  | 'maxCallSeconds'
>;

/** The hour after which more people are at home. */
const EVENING = 17;

/**
 * What a campaign of the past did: everybody is called within its hours, spread over its days, and again as its
 * terms say. How a call ends is for the simulator to say, so that the past looks as the present does.
 */
export function historyOf(
  people: readonly Called[],
  terms: Terms,
  firstDay: DateTime,
  days: number,
): History {
  const windows = windowsOf(terms, firstDay, days);
  const length = windows[0]!.end - windows[0]!.start;
  const calls: PastCall[] = [];
  const policy = terms as RetryPolicy;
  const subscribers = people.map((person, index) => {
    // A little earlier than the end, so that the last have time for their retries.
    let place = (index / people.length) * 0.9 * windows.length * length;
    const ended: Disposition[] = [];
    for (let attempt = 1; ; attempt++) {
      const call = callAt(instantAt(windows, place), person, attempt, terms);
      calls.push(call);
      ended.push(call.disposition);
      const rule = retryRuleOf(policy, call.disposition);
      const alike = ended.filter((disposition) => disposition === call.disposition).length;
      const takes = call.endedAt.getTime() - call.createdAt.getTime();
      place += takes + (rule?.afterSeconds ?? 0) * 1_000;
      const isLeft = rule && attempt <= policy.maxRetries && alike <= rule.times;
      if (!isLeft || place >= windows.length * length) return subscriberAfter(call);
    }
  });
  calls.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
  return { calls, subscribers };
}

interface Window {
  start: number;
  end: number;
}

function windowsOf(terms: Terms, firstDay: DateTime, days: number): Window[] {
  const [from, until] = [terms.hoursFrom, terms.hoursUntil].map(minutesOf) as [number, number];
  return Array.from({ length: days }, (_, day) => firstDay.plus({ days: day }))
    .filter((day) =>
      (terms.weekDays as string[]).includes(day.setLocale('en').weekdayLong!.toLowerCase()),
    )
    .map((day) => ({
      start: day.set({ hour: Math.floor(from / 60), minute: from % 60 }).toMillis(),
      end: day.set({ hour: Math.floor(until / 60), minute: until % 60 }).toMillis(),
    }));
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The instant at which so many milliseconds of the campaign's hours have gone by. */
function instantAt(windows: readonly Window[], place: number): Date {
  let rest = place;
  for (const { start, end } of windows) {
    if (rest < end - start) return new Date(Math.floor(start + rest));
    rest -= end - start;
  }
  return new Date(windows.at(-1)!.end - 1);
}

function callAt(createdAt: Date, person: Called, attempt: number, terms: Terms): PastCall {
  const hour = DateTime.fromJSDate(createdAt, { zone: terms.timeZone }).hour;
  const settings = Object.assign(new SimulatorSettings(), {
    answered: hour >= EVENING ? 70 : 45,
    noAnswer: hour >= EVENING ? 12 : 28,
    // Would be no attempt of the contact's, and so come again at once.
    congestion: 0,
    keys: ['1', '1', '1', '9'],
  });
  const { steps } = scriptOf(settings, {
    id: `demo-${person.subscriberId}-${attempt}`,
    number: person.number,
    keys: [],
    ringTimeoutSeconds: terms.ringTimeoutSeconds!,
    maxCallSeconds: terms.maxCallSeconds!,
  });
  const end = steps.at(-1)!;
  const at = (type: string) => steps.find(({ event }) => event.type === type)?.atMs;
  const [ringing, answered] = [at('ringing'), at('answered')];
  const outcome = end.event.type === 'hung-up' ? end.event : undefined;
  const digits = steps.flatMap(({ event }) => (event.type === 'digit' ? [event.digit] : []));
  return {
    ...person,
    createdAt,
    endedAt: new Date(createdAt.getTime() + Math.round(end.atMs)),
    attempt,
    disposition: outcome?.disposition ?? Disposition.Failed,
    ringSeconds: ringing === undefined ? 0 : seconds((answered ?? end.atMs) - ringing),
    talkSeconds: answered === undefined ? 0 : seconds(end.atMs - answered),
    sipStatus: outcome?.sipStatus ?? null,
    q850: outcome?.q850 ?? null,
    digits: digits.join('') || null,
    timeline: steps.map(({ atMs, event }) => ({
      atMs: Math.round(atMs),
      event: event.type,
      ...(event.type === 'digit' ? { detail: event.digit } : {}),
      ...(event.type === 'hung-up' ? { detail: event.disposition } : {}),
    })),
  };
}

const seconds = (milliseconds: number) => Math.round(milliseconds / 1_000);

function subscriberAfter(call: PastCall): PastSubscriber {
  const isReached = [Disposition.Answered, Disposition.Machine].includes(call.disposition);
  return {
    subscriberId: call.subscriberId,
    state: isReached ? SubscriberState.Completed : SubscriberState.Failed,
    attempts: call.attempt,
    disposition: call.disposition,
    lastAttemptAt: call.createdAt,
  };
}
