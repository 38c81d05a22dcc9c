import { Queryable } from '@belltower/core';
import {
  accountAllowsSql,
  accountClockSql,
  accountHoursSql,
  attemptsHoldSql,
  campaignClockSql,
  campaignHoursSql,
  campaignOpenSql,
  CLAIM_MARK,
  contactJoinsSql,
  contactThereSql,
  hoursOpenSql,
  limitedSql,
  placeKeySql,
} from '@belltower/campaign';
import { Channel, PlaceholderValues } from '@belltower/dto';
import { erasedSql } from '@belltower/phone-number';
import { suppressedSql } from '@belltower/suppression';
import { Tally } from './outcome';
import { Script, scriptColumns, tallySql, valuesSql } from './script';

/** A gateway that a campaign may use. */
export interface Route {
  gatewayId: number;
  /** When each of its calls is to be placed, by the server's clock; none where it cannot be used at this moment. */
  placeAt: readonly Date[];
  /** Beginnings of numbers that it may call; empty allows all. */
  allowedPrefixes: readonly string[];
  /** Shown over it for this campaign; null leaves it to the network. */
  callerId: string | null;
}

/** Where the scan of a campaign's queue begins: behind what was claimed last. The instant as PostgreSQL wrote it. */
export interface Mark {
  at: string;
  subscriberId: number;
}

export const QUEUE_HEAD: Mark = { at: '-infinity', subscriberId: 0 };

export interface ClaimOrder {
  accountId: number;
  campaignId: number;
  now: Date;
  /** Most rows to look at; a claim may return fewer calls. */
  most: number;
  mark: Mark;
  /** In order of preference. */
  routes: readonly Route[];
  /** The processes that place the calls, in turn; from the first again when there are more calls. */
  hands: readonly string[];
  /** Where numbers of this campaign are, by its `Atlas`; rows of further places stay and are asked about. */
  places: string;
}

/** A row of the ledger: the number is to be dialled by the process it names. */
export interface ClaimedCall {
  accountId: number;
  id: number;
  /** Of its campaign. */
  channel: Channel;
  campaignId: number;
  gatewayId: number;
  number: string;
  callerId: string | null;
  /** 1 is the first call to this number. */
  attempt: number;
  /** How often this attempt has come to nothing already, by no fault of the number's. */
  setbacks: number;
  /** Null where the campaign has no number of retries for one outcome alone. */
  tally: Tally | null;
  /** What the campaign's texts ask for about this person; null where they ask for nothing. */
  values: PlaceholderValues | null;
  dialerId: string;
  /** When it is to be placed, by the server's clock, in milliseconds since 1970. */
  placeAt: number;
}

export interface Claim extends Script {
  /** Rows looked at: fewer than asked for means that nothing more is due. */
  picked: number;
  /** Rows that left the queue without a call: suppressed, no longer wanted, or to nowhere we may call. */
  dropped: number;
  /** Rows that were put back for later, each with its reason. */
  postponed: number;
  /** Keys of places that have to be known first: a claim that knows them goes on with their rows. */
  asked: string[];
  /** Version of the campaign that the claim saw; what was worked out for another does not count. */
  version: string;
  mark: Mark;
  calls: ClaimedCall[];
}

/** How long a number waits whose only gateways are out of use, so that it does not hold up those behind it. */
const GATEWAY_WAIT_SECONDS = 5;

/**
 * Differs after every edit of a campaign, or of its account, whose hours hold too.
 * @param account expression of the account's last change
 */
export const versionSql = (campaign: string, account: string) =>
  `(extract(epoch from ${campaign}.updated_at)::text || '/' || extract(epoch from ${account})::text)`;

/** The account's calling hours among the columns of `terms`. */
const ACCOUNT_HOURS = {
  from: 'terms.account_from',
  until: 'terms.account_until',
  days: 'terms.account_days',
  timeZone: 'terms.account_zone',
};
const TERMS_VERSION = versionSql('terms', 'terms.account_updated_at');

/*
 * Moves up to $4 due rows of one campaign from the queue to the ledger, in the order of their times. Locks those rows
 * (skipping any that somebody else is changing), deletes them from `due`, inserts `inflight`, and clears the
 * subscriber's next attempt. Whether the campaign may call is decided by the statement's own snapshot, so that a claim
 * that begins after a pause, an edit, a suspension or an opt-out has committed cannot dial in spite of it. The
 * account's limits bound what the campaign says: an operator may have lowered them since it was saved.
 *
 * Suppression, attempts, roster and destination are computed as a column, never as a condition: rows that must not be
 * called would else stay at the head and be read again by every claim. Such rows leave the queue with their subscriber
 * and the counts of states brought up to date. Rows over a gateway's quota stay as they are.
 *
 * Rows that may be called, but not yet, get the verdict `later` and are put back with the instant at which they come
 * back and the reason (`held_by`), so that each is read about once until then. Reasons are the lines of `wait`: the
 * first one that applies counts. Attempts over all campaigns are counted from history and ledger, and only where the
 * account has a cap on them; that is exact, as an account's claims come one after the other and each sees the ledger
 * rows of those before it.
 *
 * Whether a number is within the hours where it is, the campaign's, the account's and those of its country, is decided once for each
 * group of numbers of the same possible time zones and rules that was picked (`opening`), by the campaign's row of this
 * snapshot and by what their clocks show, which the leader says ($17). When a group opens next the leader has worked out beforehand; for
 * an unknown place, or another version of the campaign, rows get the verdict `ask` and stay until it has.
 *
 * Rows are joined by the account of the row picked and not by $1, in finishing too: the statements are planned once, maybe
 * while tables are empty, and half a key given as constants is then as good an index condition as the whole of it. In a
 * queue that was filled afterwards each row moved would read all of it.
 */
const CLAIM = `${CLAIM_MARK}
with terms as materialized (
  select campaign.*, ${limitedSql('campaign', 'max_retries')} as most_retries,
         least(account.attempts_per_day, account.max_attempts_per_day) as cap_per_day,
         least(account.attempts_per_week, account.max_attempts_per_week) as cap_per_week,
         account.call_from as account_from, account.call_until as account_until, account.call_days as account_days,
         account.time_zone as account_zone, account.updated_at as account_updated_at
    from campaign join account on account.id = campaign.account_id
   where campaign.account_id = $1 and campaign.id = $2 and campaign.deleted_at is null
     and ${accountAllowsSql('campaign', 'account')} and ${campaignOpenSql('campaign', 'account', '$3')}
), route as materialized (
  select * from unnest($7::int[], $8::bigint[], $9::int[], $10::text[], $11::text[])
    as route (position, gateway_id, quota, prefix, caller_id)
), place as materialized (
  select * from unnest($14::bigint[], $15::bigint[], $16::timestamptz[]) as place (gateway_id, seat, at)
), pick as materialized (
  select account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number, attempts, setbacks from due
   where (select true from terms) and account_id = $1 and campaign_id = $2 and next_attempt_at <= $3
     and (next_attempt_at, subscriber_id) >= ($5, $6)
   order by next_attempt_at, subscriber_id limit $4
   for update skip locked
), located as materialized (
  select pick.*, ${contactThereSql} as there, spot.key as place_key,
         ((select $17::jsonb -> 'keys') ->> spot.key)::int as group_no
    from pick${contactJoinsSql({
      account: 'pick.account_id',
      campaign: '$2',
      contact: 'pick.contact_id',
      number: 'pick.number',
    })}
    cross join lateral (select ${placeKeySql('pick.number')} as key) as spot
), opening as materialized (
  select known.no,
         case
           when terms.clock = 'contact' and known.walls = '[]' and terms.unknown_zone = 'hold' then 'unknown-time-zone'
           when terms.clock = 'contact' and not case known.walls
               when '[]' then ${campaignHoursSql('terms', campaignClockSql('terms', '$3'))}
               else (
                 select bool_and(${campaignHoursSql('terms', 'wall.local::timestamp')})
                   from jsonb_array_elements_text(known.walls) as wall (local)) end
             then 'outside-own-hours'
           when terms.clock = 'contact' and not case known.walls
               when '[]' then ${accountHoursSql(ACCOUNT_HOURS, accountClockSql(ACCOUNT_HOURS, '$3'))}
               else (
                 select bool_and(${accountHoursSql(ACCOUNT_HOURS, 'wall.local::timestamp')})
                   from jsonb_array_elements_text(known.walls) as wall (local)) end
             then 'account-hours'
           when terms.country_hours and exists (
               select from jsonb_array_elements_text(known.walls) as wall (local)
                cross join jsonb_array_elements(known.rules) as rule (hours)
                where not exists (
                  select from jsonb_to_recordset(rule.hours)
                    as span (since text collate "C", until text collate "C", days text)
                   where ${hoursOpenSql('wall.local::timestamp', {
                     from: 'span.since',
                     until: 'span.until',
                     isOn: (day) => `span.days like '%' || extract(isodow from ${day}) || '%'`,
                   })}))
             then 'calling-rule'
         end as held_by,
         case when known.opens_at > $3 and $17::jsonb ->> 'version' = ${TERMS_VERSION} then known.opens_at end
           as opens_at
    from jsonb_to_recordset($17::jsonb -> 'groups') as known (no int, opens_at timestamptz, walls jsonb, rules jsonb)
    cross join terms
   where known.no in (select group_no from located)
), judged as materialized (
  select located.*, chosen.gateway_id, chosen.quota, chosen.caller_id,
         case
           when ${suppressedSql({ account: '$1', campaign: '$2', number: 'located.number', channel: 'terms.channel' })}
             then 'suppressed'
           when ${erasedSql('located.number')} then 'removed'
           when located.attempts > terms.most_retries then 'failed'
           when located.contact_id is not null and not located.there then 'removed'
           when (terms.clock = 'contact' or terms.country_hours)
             and (opening.no is null or opening.held_by is not null and opening.opens_at is null) then 'ask'
           when wait.held_by is not null then 'later'
           when chosen.gateway_id is not null then 'dial'
           else 'blocked'
         end as verdict,
         wait.held_by, wait.held_until
    from located cross join terms
    left join opening on opening.no = located.group_no
    left join lateral (
      select gateway_id, quota, caller_id from route
       where quota > 0 and starts_with(located.number, prefix) order by position limit 1) as chosen on true
    left join lateral (${attemptsHoldSql(
      { account: '$1', number: 'located.number', now: '$3' },
      { perDay: 'terms.cap_per_day', perWeek: 'terms.cap_per_week' },
    )}) as capped on terms.cap_per_day is not null or terms.cap_per_week is not null
    left join lateral (
      select held_by, held_until from (values
        (opening.held_by, opening.opens_at, opening.held_by is not null),
        (capped.held_by, capped.held_until, capped.held_by is not null),
        ('waiting-for-gateway', $13::timestamptz,
         chosen.gateway_id is null and exists (select from route where starts_with(located.number, prefix)))
      ) as wait (held_by, held_until, applies) where applies limit 1) as wait on true
), seated as materialized (
  select judged.*, row_number() over (partition by verdict, gateway_id order by next_attempt_at, subscriber_id) as seat
    from judged
), moving as materialized (
  select * from seated where verdict not in ('dial', 'ask') or verdict = 'dial' and seat <= quota
), gone as (
  delete from due using moving
   where due.account_id = moving.account_id and due.campaign_id = moving.campaign_id
     and due.next_attempt_at = moving.next_attempt_at and due.subscriber_id = moving.subscriber_id
), put_back as (
  insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number, attempts, setbacks,
                   held_by)
  select $1, $2, held_until, subscriber_id, contact_id, number, attempts, setbacks, held_by
    from moving where verdict = 'later'
), leaving as materialized (
  select subscriber.id, subscriber.state as old_state,
         case moving.verdict when 'blocked' then 'failed' else moving.verdict end as new_state
    from moving join subscriber on subscriber.account_id = moving.account_id and subscriber.id = moving.subscriber_id
   where moving.verdict in ('suppressed', 'failed', 'removed', 'blocked')
   order by subscriber.id for update of subscriber
), marked as (
  update subscriber set
         next_attempt_at = case when moving.verdict = 'later' then moving.held_until end,
         state = case when moving.verdict in ('dial', 'later') then subscriber.state
                      when moving.verdict = 'blocked' then 'failed' else moving.verdict end,
         disposition = case when moving.verdict = 'blocked' then 'blocked' else subscriber.disposition end
    from moving where subscriber.account_id = moving.account_id and subscriber.id = moving.subscriber_id
), counted as (
  insert into subscriber_count (account_id, campaign_id, state, subscribers)
  select $1, $2, state, sum(change)
    from leaving cross join lateral (values (old_state, -1), (new_state, 1)) as step (state, change)
   group by state order by state
  on conflict (account_id, campaign_id, state)
    do update set subscribers = subscriber_count.subscribers + excluded.subscribers
), placed as (
  insert into inflight (account_id, channel, campaign_id, subscriber_id, contact_id, number, caller_id, gateway_id,
                        attempt, setbacks, dialer_id, created_at)
  select $1, (select channel from terms), $2, moving.subscriber_id, moving.contact_id, moving.number, moving.caller_id,
         moving.gateway_id, moving.attempts + 1, moving.setbacks,
         ($12::uuid[])[1 + (moving.seat - 1) % cardinality($12::uuid[])], place.at
    from moving join place on place.gateway_id = moving.gateway_id and place.seat = moving.seat
   where moving.verdict = 'dial'
   order by moving.next_attempt_at, moving.subscriber_id
  returning account_id, id, subscriber_id, contact_id, number, caller_id, gateway_id, attempt, setbacks, dialer_id,
            created_at
)
select ${scriptColumns('terms')},
       (select count(*) from pick)::int picked,
       (select count(*) from leaving)::int dropped,
       (select count(*) from moving where verdict = 'later')::int postponed,
       array(select distinct place_key from seated where verdict = 'ask') asked,
       ${TERMS_VERSION} "version",
       (select json_build_object('at', next_attempt_at::text, 'subscriberId', subscriber_id) from (
          (select 0 as rank, next_attempt_at, subscriber_id from seated
            where verdict = 'ask' or verdict = 'dial' and seat > quota
            order by next_attempt_at, subscriber_id limit 1)
          union all
          (select 1, next_attempt_at, subscriber_id from pick order by next_attempt_at desc, subscriber_id desc limit 1)
          order by 1 limit 1) as place) mark,
       (select coalesce(json_agg(json_build_object('accountId', $1::bigint, 'id', id, 'channel', terms.channel,
          'campaignId', $2::bigint, 'gatewayId', gateway_id, 'number', number, 'callerId', caller_id, 'attempt', attempt,
          'setbacks', setbacks, 'tally', ${tallySql('terms', '$1', 'placed.subscriber_id')},
          'values', ${valuesSql('terms', { account: 'placed.account_id', contact: 'placed.contact_id', number: 'placed.number' })},
          'dialerId', dialer_id, 'placeAt', round(extract(epoch from created_at) * 1000))), '[]') from placed) calls
  from terms`;

/** Takes calls from a campaign's queue to the ledger; null where the campaign may not call at this moment. */
export async function claim(db: Queryable, order: ClaimOrder): Promise<Claim | null> {
  const { accountId, campaignId, now, most, mark, routes, hands, places } = order;
  const seats = routes.flatMap(({ gatewayId, placeAt }) =>
    placeAt.map((at, index) => ({ gatewayId, seat: index + 1, at })),
  );
  const lines = routes.flatMap((route, position) =>
    (route.allowedPrefixes.length ? route.allowedPrefixes : ['']).map((prefix) => ({
      ...route,
      position,
      prefix,
    })),
  );
  const [row] = await db.query<(Omit<Claim, 'mark'> & { mark: Mark | null })[]>(CLAIM, [
    accountId,
    campaignId,
    now,
    most,
    mark.at,
    mark.subscriberId,
    lines.map(({ position }) => position),
    lines.map(({ gatewayId }) => gatewayId),
    lines.map(({ placeAt }) => placeAt.length),
    lines.map(({ prefix }) => prefix),
    lines.map(({ callerId }) => callerId),
    hands,
    new Date(now.getTime() + GATEWAY_WAIT_SECONDS * 1_000),
    seats.map(({ gatewayId }) => gatewayId),
    seats.map(({ seat }) => seat),
    seats.map(({ at }) => at),
    places,
  ]);
  if (!row) return null;
  return { ...row, mark: row.mark ?? mark };
}
