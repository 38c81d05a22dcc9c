import { Queryable } from '@belltower/core';
import {
  CallerIdPolicy,
  CampaignClock,
  Channel,
  Disposition,
  Outcome,
  Question,
  RetryRule,
  SimulatorSettings,
  SmsSimulatorSettings,
  UnknownZone,
  WeekDay,
} from '@belltower/dto';
import { DialGateway } from '@belltower/gateway';

/** Rows for tests of the engine, with defaults under which everything may be called at once. */

export interface GatewayRow {
  name: string;
  channel: Channel;
  channels: number;
  calls_per_second: number;
  allowed_prefixes: string[];
  strip_prefix: string | null;
  add_prefix: string | null;
  caller_id: string | null;
  enabled: boolean;
  status: string;
  driver: string;
  /** Of the driver; those that are left out are the simulator's own. */
  settings: object;
}

export interface CampaignRow {
  name: string;
  channel: Channel;
  caller_id: string | null;
  audio_id: number | null;
  message: string;
  opt_out_key: string | null;
  opt_out_audio_id: number | null;
  opt_out_confirmation: string | null;
  repeat_key: string | null;
  transfer_key: string | null;
  transfer_number: string | null;
  questions: Question[];
  record_audio_id: number | null;
  record_prompt: string | null;
  goodbye_audio_id: number | null;
  goodbye: string | null;
  placeholders: string[];
  calls_per_minute: number;
  channels: number | null;
  ring_timeout_seconds: number;
  max_call_seconds: number;
  max_retries: number;
  retry_after_seconds: number;
  retry_on: Outcome[];
  retry_rules: RetryRule[];
  starts_at: Date;
  ends_at: Date;
  hours_from: string;
  hours_until: string;
  week_days: WeekDay[];
  excluded_dates: string[];
  time_zone: string;
  clock: CampaignClock;
  unknown_zone: UnknownZone;
  country_hours: boolean;
  status: string;
  roster_complete: boolean;
}

/** For claims from campaigns to which it makes no difference where a number is. */
export const NO_PLACES = JSON.stringify({ version: '', keys: {}, groups: [] });

const DAY_MS = 24 * 60 * 60 * 1_000;
let named = 0;

/** A gateway as the engine sees it, up and without limits that matter. */
export function givenDialGateway(values: Partial<DialGateway> = {}): DialGateway {
  return {
    id: 1,
    name: 'Gateway',
    channel: Channel.Voice,
    channels: 100_000,
    callsPerSecond: 10_000,
    stripPrefix: null,
    addPrefix: null,
    allowedPrefixes: [],
    callerId: null,
    callerIdPolicy: CallerIdPolicy.Campaign,
    callerIdsAllowed: [],
    minRingTimeoutSeconds: null,
    maxRingTimeoutSeconds: null,
    enabled: true,
    down: false,
    ...values,
  };
}

/** A simulated gateway, granted to the account; answers its id. */
export async function givenGateway(
  db: Queryable,
  accountId: number,
  values: Partial<GatewayRow> = {},
): Promise<number> {
  const row: GatewayRow = {
    name: `Gateway ${++named}`,
    channel: Channel.Voice,
    channels: 1_000,
    calls_per_second: 1_000,
    allowed_prefixes: [],
    strip_prefix: null,
    add_prefix: null,
    caller_id: null,
    enabled: true,
    status: 'up',
    driver: 'simulator',
    settings: {},
    ...values,
  };
  const defaults =
    row.channel === Channel.Sms ? new SmsSimulatorSettings() : new SimulatorSettings();
  const settings = row.driver === 'simulator' ? { ...defaults, ...row.settings } : row.settings;
  const id = await insert(db, 'gateway', { ...row, settings });
  await db.query('insert into gateway_grant (account_id, gateway_id) values ($1, $2)', [
    accountId,
    id,
  ]);
  return id;
}

/** A running campaign that calls day and night over the given gateways; answers its id. */
export async function givenCampaign(
  db: Queryable,
  accountId: number,
  gatewayIds: readonly number[],
  values: Partial<CampaignRow> = {},
): Promise<number> {
  const now = Date.now();
  const row: CampaignRow = {
    name: `Campaign ${++named}`,
    channel: Channel.Voice,
    caller_id: null,
    audio_id: null,
    message: 'Good morning.',
    opt_out_key: '9',
    opt_out_audio_id: null,
    opt_out_confirmation: null,
    repeat_key: null,
    transfer_key: null,
    transfer_number: null,
    questions: [],
    record_audio_id: null,
    record_prompt: null,
    goodbye_audio_id: null,
    goodbye: null,
    placeholders: [],
    calls_per_minute: 60_000,
    channels: null,
    ring_timeout_seconds: 30,
    max_call_seconds: 120,
    max_retries: 0,
    retry_after_seconds: 300,
    retry_on: [Disposition.Busy, Disposition.NoAnswer, Disposition.Failed, Disposition.Interrupted],
    retry_rules: [],
    starts_at: new Date(now - DAY_MS),
    ends_at: new Date(now + DAY_MS),
    hours_from: '00:00',
    hours_until: '24:00',
    week_days: Object.values(WeekDay),
    excluded_dates: [],
    time_zone: 'UTC',
    clock: CampaignClock.Campaign,
    unknown_zone: UnknownZone.Campaign,
    country_hours: false,
    status: 'running',
    roster_complete: true,
    ...values,
  };
  const id = await insert(db, 'campaign', {
    account_id: accountId,
    ...row,
    // The driver takes a bare array for one of PostgreSQL's.
    retry_rules: JSON.stringify(row.retry_rules),
    questions: JSON.stringify(row.questions),
  });
  for (const [position, gatewayId] of gatewayIds.entries())
    await db.query(
      'insert into campaign_gateway (account_id, campaign_id, gateway_id, position) values ($1, $2, $3, $4)',
      [accountId, id, gatewayId, position],
    );
  return id;
}

/** Numbers in the queue, `+12025550000` and the following, of no phonebook. */
export async function givenSubscribers(
  db: Queryable,
  accountId: number,
  campaignId: number,
  count: number,
  first = 12_025_550_000,
): Promise<void> {
  await db.query(
    `with added as (
       insert into subscriber (account_id, campaign_id, number, next_attempt_at, created_at)
       select $1, $2, '+' || ($4::bigint + n), $5, $5 from generate_series(0, $3::bigint - 1) as n
       returning id, number
     ), queued as (
       insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, number)
       select $1, $2, $5, id, number from added
     )
     insert into subscriber_count (account_id, campaign_id, state, subscribers) values ($1, $2, 'waiting', $3)
     on conflict (account_id, campaign_id, state)
       do update set subscribers = subscriber_count.subscribers + excluded.subscribers`,
    [accountId, campaignId, count, first, new Date(Date.now() - 60_000)],
  );
}

async function insert(db: Queryable, table: string, row: object): Promise<number> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  const [{ id }] = await db.query<[{ id: number }]>(
    `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')}) returning id`,
    Object.values(row),
  );
  return id;
}
