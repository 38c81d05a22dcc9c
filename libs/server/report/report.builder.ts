import { Queryable } from '@belltower/core';
import { Channel, Disposition, MessageEncoding, MessageState } from '@belltower/dto';
import { DELIVERY_MS_SQL } from './message-stat.sql';

/** A finished call as specs describe it. */
export interface GivenCall {
  createdAt: string | Date;
  campaignId: number;
  gatewayId: number;
  subscriberId?: number;
  contactName?: string | null;
  number?: string;
  attempt?: number;
  disposition?: Disposition;
  ringSeconds?: number;
  talkSeconds?: number;
  sipStatus?: number | null;
  country?: string;
  timeline?: { atMs: number; event: string; detail?: string }[];
}

const USUAL = {
  subscriberId: 1,
  contactName: null,
  number: '+34600000001',
  attempt: 1,
  disposition: Disposition.NoAnswer,
  ringSeconds: 20,
  talkSeconds: 0,
  sipStatus: null,
  country: 'ES',
  timeline: [],
};

/** Inserts calls and counts them in the roll-ups, as the finish of a call does; answers their ids in order. */
export async function givenCalls(
  db: Queryable,
  accountId: number,
  calls: readonly GivenCall[],
): Promise<number[]> {
  const rows = calls.map((call) => ({ ...USUAL, ...call }));
  const inserted = (await db.query(
    `with given as (
       select nextval(pg_get_serial_sequence('inflight', 'id')) as id, given.*
         from jsonb_to_recordset($2::jsonb) as given(
           "createdAt" timestamptz, "campaignId" bigint, "gatewayId" bigint, "subscriberId" bigint,
           "contactName" text, number text, attempt int, disposition text, "ringSeconds" int,
           "talkSeconds" int, "sipStatus" int, country text, timeline jsonb)),
     counted as (
       insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, country, calls, ring_seconds,
                              talk_seconds)
       select $1::bigint, date_bin('15 minutes', "createdAt", 'epoch'), "campaignId", "gatewayId", disposition,
              country, count(*), sum("ringSeconds"), sum("talkSeconds")
         from given group by 1, 2, 3, 4, 5, 6
           on conflict (account_id, quarter, campaign_id, gateway_id, disposition, country) do update
          set calls = call_stat.calls + excluded.calls,
              ring_seconds = call_stat.ring_seconds + excluded.ring_seconds,
              talk_seconds = call_stat.talk_seconds + excluded.talk_seconds),
     tried as (
       insert into attempt_stat (account_id, campaign_id, attempt, disposition, calls, talk_seconds)
       select $1::bigint, "campaignId", attempt, disposition, count(*), sum("talkSeconds") from given group by 2, 3, 4
           on conflict (account_id, campaign_id, attempt, disposition) do update
          set calls = attempt_stat.calls + excluded.calls,
              talk_seconds = attempt_stat.talk_seconds + excluded.talk_seconds)
     insert into call (account_id, id, created_at, campaign_id, subscriber_id, contact_name, number, gateway_id,
            attempt, disposition, ring_seconds, talk_seconds, sip_status, country, timeline, ended_at)
     select $1::bigint, id, "createdAt", "campaignId", "subscriberId", "contactName", number, "gatewayId", attempt,
            disposition, "ringSeconds", "talkSeconds", "sipStatus", country, timeline,
            "createdAt" + make_interval(secs => "ringSeconds" + "talkSeconds")
       from given returning id`,
    [accountId, JSON.stringify(rows)],
  )) as { id: number }[];
  return inserted.map(({ id }) => id);
}

/** A message as specs describe it: handed over a second after its turn, and reported on as its state says. */
export interface GivenMessage {
  createdAt: string | Date;
  campaignId: number;
  gatewayId: number;
  subscriberId?: number;
  contactName?: string | null;
  number?: string;
  attempt?: number;
  state?: MessageState;
  code?: string;
  text?: string;
  segments?: number;
  country?: string;
  /** From handing over to delivery, where it was delivered. */
  deliveryMs?: number;
  history?: object[];
}

const USUAL_MESSAGE = {
  subscriberId: 1,
  contactName: null,
  number: '+34600000001',
  attempt: 1,
  state: MessageState.Sent,
  code: '',
  text: 'Your appointment is tomorrow.',
  segments: 1,
  country: 'ES',
  deliveryMs: 4_000,
  history: [],
};

/** Inserts messages and counts them in the roll-ups, as handing over and reports do; answers their ids in order. */
export async function givenMessages(
  db: Queryable,
  accountId: number,
  messages: readonly GivenMessage[],
): Promise<number[]> {
  const rows = messages.map((message) => ({ ...USUAL_MESSAGE, ...message }));
  const inserted = (await db.query(
    `insert into message (account_id, id, created_at, campaign_id, subscriber_id, contact_name, number, sender,
            gateway_id, attempt, state, code, text, encoding, segments, submitted_at, state_at, delivered_at, awaits,
            country, history)
     select $1::bigint, nextval(pg_get_serial_sequence('inflight', 'id')), "createdAt", "campaignId", "subscriberId",
            "contactName", number, 'Clinic', "gatewayId", attempt, state, code, text, '${MessageEncoding.Gsm7}', segments,
            taken, case when state = 'delivered' then delivered else taken end,
            case when state = 'delivered' then delivered end, state in ('sent', 'unknown'), country, history
       from jsonb_to_recordset($2::jsonb) as given(
              "createdAt" timestamptz, "campaignId" bigint, "gatewayId" bigint, "subscriberId" bigint,
              "contactName" text, number text, attempt int, state text, code text, text text, segments int,
              country text, "deliveryMs" int, history jsonb)
      cross join lateral (select "createdAt" + interval '1 second' as taken) as handed
      cross join lateral (select taken + make_interval(secs => "deliveryMs" / 1000.0) as delivered) as arrived
     returning id`,
    [accountId, JSON.stringify(rows)],
  )) as { id: number }[];
  const ids = inserted.map(({ id }) => id);
  const of = 'from message where account_id = $1 and id = any($2)';
  await db.query(
    `insert into message_stat (account_id, quarter, campaign_id, gateway_id, state, code, country, messages, segments,
                               delivery_ms)
     select $1::bigint, date_bin('15 minutes', created_at, 'epoch'), campaign_id, gateway_id, state, code, country,
            count(*), sum(segments), sum(${DELIVERY_MS_SQL})
       ${of} group by 1, 2, 3, 4, 5, 6, 7
         on conflict (account_id, quarter, campaign_id, gateway_id, state, code, country) do update
        set messages = message_stat.messages + excluded.messages,
            segments = message_stat.segments + excluded.segments,
            delivery_ms = message_stat.delivery_ms + excluded.delivery_ms`,
    [accountId, ids],
  );
  await db.query(
    `insert into message_attempt_stat (account_id, campaign_id, attempt, state, messages)
     select $1::bigint, campaign_id, attempt, state, count(*) ${of} group by 2, 3, 4
         on conflict (account_id, campaign_id, attempt, state) do update
        set messages = message_attempt_stat.messages + excluded.messages`,
    [accountId, ids],
  );
  return ids;
}

/** Inserts a campaign that has run, for calls or messages to belong to. */
export async function givenCampaignRow(
  db: Queryable,
  accountId: number,
  { name = 'Reminders', status = 'running', channel = Channel.Voice } = {},
): Promise<number> {
  const [row] = (await db.query(
    `insert into campaign (account_id, name, channel, message, calls_per_minute, ring_timeout_seconds,
            max_call_seconds, max_retries, retry_after_seconds, retry_on, starts_at, ends_at, hours_from,
            hours_until, week_days, excluded_dates, time_zone, status, created_at)
     values ($1, $2, $4, 'Hello', 60, 45, 600, 1, 300, '{busy,no-answer}', '2020-01-01Z', '2100-01-01Z',
            '00:00', '24:00', '{monday,tuesday,wednesday,thursday,friday,saturday,sunday}', '{}', 'UTC', $3,
            '2020-01-01Z')
     returning id`,
    [accountId, name, status, channel],
  )) as [{ id: number }];
  return row.id;
}

/** Inserts a simulated gateway that the account may use. */
export async function givenGatewayRow(
  db: Queryable,
  accountId: number,
  { name = 'Simulator', channel = Channel.Voice } = {},
): Promise<number> {
  const [row] = (await db.query(
    `insert into gateway (name, channel, driver, channels, calls_per_second, status)
     values ($1, $2, 'simulator', 30, 10, 'up') returning id`,
    [name, channel],
  )) as [{ id: number }];
  await db.query('insert into gateway_grant (account_id, gateway_id) values ($1, $2)', [
    accountId,
    row.id,
  ]);
  return row.id;
}
