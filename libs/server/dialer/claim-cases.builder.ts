import { CampaignTerms } from '@belltower/campaign';
import { Queryable } from '@belltower/core';
import { Whereabouts } from '@belltower/phone-number';

/** A number of a campaign, with what decides about it. */
export interface NumberCase {
  beginning: string;
  /** Its own contact, where it has one. */
  contact: (Whereabouts & { inactive: boolean }) | null;
  /** A contact of the same number in another phonebook of the campaign. */
  other: Whereabouts | null;
  attempts: number;
  /** When it is due, seen from the instant of its case. */
  dueInMinutes: number;
  suppressed: boolean;
  /** Attempts of other campaigns before the instant of its case; one that did not ring was refused by the network. */
  calls: { minutesAgo: number; rang: boolean }[];
}

export interface CampaignCase {
  terms: CampaignTerms;
  now: Date;
  numbers: NumberCase[];
}

const MINUTE = 60_000;
let counted = 0;
let called = 0;

/** Writes campaigns with their queues, as many as there are cases in a few statements; answers their ids. */
export async function givenCases(
  db: Queryable,
  accountId: number,
  cases: readonly CampaignCase[],
): Promise<number[]> {
  const books = await db.query<{ id: number }[]>(
    `insert into phonebook (account_id, name)
     select $1, gen_random_uuid()::text from generate_series(1, 2) returning id`,
    [accountId],
  );
  const bookIds = books.map(({ id }) => id);
  const campaigns = await db.query<{ id: number }[]>(CAMPAIGNS, [
    accountId,
    JSON.stringify(cases.map(({ terms }) => campaignRow(terms))),
  ]);
  const ids = campaigns.map(({ id }) => id);
  await db.query(
    `insert into campaign_phonebook (account_id, campaign_id, phonebook_id)
     select $1, campaign, book from unnest($2::bigint[]) as campaign, unnest($3::bigint[]) as book`,
    [accountId, ids, bookIds],
  );
  const rows = cases.flatMap(({ numbers, now }, index) =>
    numbers.map((one) => numberRow(one, ids[index]!, now)),
  );
  await db.query(NUMBERS, [accountId, JSON.stringify(rows), ...bookIds]);
  return ids;
}

const campaignRow = (terms: CampaignTerms) => ({
  status: terms.status,
  max_retries: terms.maxRetries,
  starts_at: terms.startsAt,
  ends_at: terms.endsAt,
  hours_from: terms.hoursFrom,
  hours_until: terms.hoursUntil,
  week_days: terms.weekDays,
  excluded_dates: terms.excludedDates,
  time_zone: terms.timeZone,
  clock: terms.clock,
  unknown_zone: terms.unknownZone,
  country_hours: terms.countryHours,
});

function numberRow(one: NumberCase, campaignId: number, now: Date) {
  const { beginning, contact, other } = one;
  return {
    campaign_id: campaignId,
    // A suppressed number is so in all campaigns: each is used once.
    number: `${beginning}${String(++counted).padStart(7, '0')}`,
    has_contact: contact !== null,
    status: contact?.inactive ? 'inactive' : 'active',
    country: contact?.country,
    time_zone: contact?.timeZone,
    // A number whose own contact is inactive stays in the campaign by another one.
    has_other: other !== null || contact?.inactive === true,
    other_country: other?.country,
    other_time_zone: other?.timeZone,
    attempts: one.attempts,
    due_at: new Date(now.getTime() + one.dueInMinutes * MINUTE),
    suppressed: one.suppressed,
    calls: one.calls.map(({ minutesAgo, rang }) => ({
      id: ++called,
      at: new Date(now.getTime() - minutesAgo * MINUTE),
      disposition: rang ? 'busy' : 'congestion',
    })),
  };
}

const CAMPAIGNS = `
  insert into campaign (account_id, name, channel, message, calls_per_minute, ring_timeout_seconds, max_call_seconds,
    retry_after_seconds, retry_on, status, max_retries, starts_at, ends_at, hours_from, hours_until, week_days,
    excluded_dates, time_zone, clock, unknown_zone, country_hours)
  select $1, 'Case', 'voice', 'Hello', 60, 30, 60, 300, '{}', status, max_retries, starts_at, ends_at, hours_from,
         hours_until, week_days, excluded_dates, time_zone, clock, unknown_zone, country_hours
    from jsonb_populate_recordset(null::campaign, $2::jsonb)
  returning id`;

const NUMBERS = `
  with given as materialized (
    select * from jsonb_to_recordset($2::jsonb) as given (
      campaign_id bigint, number text, has_contact boolean, status text, country text, time_zone text,
      has_other boolean, other_country text, other_time_zone text, attempts int, due_at timestamptz, suppressed boolean,
      calls jsonb)
  ), own as (
    insert into contact (account_id, phonebook_id, number, raw_number, status, country, time_zone)
    select $1, $3, number, number, status, country, time_zone from given where has_contact
    returning id, number
  ), other as (
    insert into contact (account_id, phonebook_id, number, raw_number, country, time_zone)
    select $1, $4, number, number, other_country, other_time_zone from given where has_other
  ), unwanted as (
    insert into opt_out (account_id, number, channel, source)
    select $1, number, 'voice', 'test' from given where suppressed
  ), called as (
    insert into call (account_id, id, created_at, campaign_id, subscriber_id, number, gateway_id, attempt, disposition,
                      ring_seconds, talk_seconds, ended_at)
    select $1, id, at, 0, 0, number, 1, 1, disposition, 0, 0, at
      from given cross join lateral jsonb_to_recordset(given.calls) as call (id bigint, at timestamptz, disposition text)
  ), listed as (
    insert into subscriber (account_id, campaign_id, contact_id, number, attempts, state, next_attempt_at)
    select $1, campaign_id, own.id, number, attempts, case when attempts > 0 then 'retry' else 'waiting' end, due_at
      from given left join own using (number)
    returning *
  )
  insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number, attempts)
  select $1, campaign_id, next_attempt_at, id, contact_id, number, attempts from listed`;
