import { Queryable } from '@belltower/core';
import { RetryPolicy, SubscriberState } from '@belltower/dto';
import { suppressedSql } from '@belltower/suppression';
import { EntityManager } from 'typeorm';
import {
  addCounts,
  beingClaimed,
  CountChange,
  lockRoster,
  lockSubscribers,
  takeOut,
} from './roster-writing';
import { waitForClaims } from './claims-under-way';
import { recallSubscribers } from './held-numbers';
import { countedSql, ruleColumns } from './retry-rules.sql';
import { noteCut, Rooms } from './roster-limit';
import { leaveNotes, takeNotes, UNDER_WAY } from './roster-notes';
import { mayJoinSql } from './roster-source';

const COUNTED = countedSql('subscriber.disposition');

const SUPPRESSED = suppressedSql({
  account: 'subscriber.account_id',
  campaign: 'subscriber.campaign_id',
  number: 'subscriber.number',
  channel: 'campaign.channel',
});

interface UnderWay extends RetryPolicy {
  id: number;
}

interface Listed {
  id: number;
  campaignId: number;
  number: string;
  state: SubscriberState;
  keptOut: boolean;
  /** Whether it must not be called at this moment; asked only of those that were found so before. */
  suppressed: boolean;
}

/** Somebody who comes back from a state. */
interface Returning {
  campaignId: number;
  id: number;
  state: SubscriberState;
  contactId: number;
}

interface Wanted {
  campaignId: number;
  number: string;
  contactId: number;
}

/** What a batch of changes led to. */
export interface Followed {
  /** Numbers looked at; 0 when no word was left. */
  numbers: number;
  /** Of them, those that are being called at this very moment and have to be looked at again. */
  missed: number;
  campaignIds: number[];
}

/**
 * Brings the rosters of the campaigns under way in line with the contacts of a batch of numbers: who is new
 * joins, who left or became inactive leaves, who came back without having been done rejoins, and so does who was
 * suppressed and is on no do-not-call list any more. Who waits for an opening is looked at again, as it may be in
 * another time zone now.
 */
export async function followChanges(
  db: EntityManager,
  accountId: number,
  now: Date,
): Promise<Followed> {
  await lockRoster(db, accountId);
  const numbers = await takeNotes(db, accountId);
  if (!numbers.length) return { numbers: 0, missed: 0, campaignIds: [] };
  // Shared, so that none of them is declared finished while it is being added to.
  const campaigns = await db.query<UnderWay[]>(
    `select id, max_retries as "maxRetries", retry_after_seconds as "retryAfterSeconds",
            retry_on as "retryOn", retry_rules as "retryRules"
       from campaign where account_id = $1 and ${UNDER_WAY} order by id for share`,
    [accountId],
  );
  if (!campaigns.length) return { numbers: numbers.length, missed: 0, campaignIds: [] };
  await waitForClaims(db);
  const ids = campaigns.map(({ id }) => id);

  const listed = await readListed(db, accountId, ids, numbers);
  const wanted = await readWanted(db, accountId, ids, numbers);
  const plan = planOf(listed, wanted);

  const left = await takeOut(db, accountId, plan.leaving, { keepOut: false });
  const rooms = new Rooms(db, accountId);
  const returning = await withinRoom(rooms, campaigns, plan.returning);
  const back = await rejoin(db, accountId, campaigns, returning, now);
  const joined = await join(db, accountId, rooms, plan.joining, now);
  await noteCut(db, accountId, rooms.cut);
  await recallSubscribers(db, accountId, plan.staying, now);
  const judged = await beingClaimed(db, accountId, plan.staying);
  const missed = numbersOf(listed, [...left.missed, ...back.missed, ...judged]);
  await leaveNotes(db, accountId, missed);
  const changes = [...left.changes, ...back.changes, ...joined];
  if (changes.length) await addCounts(db, accountId, changes);
  return {
    numbers: numbers.length,
    missed: missed.length,
    campaignIds: [...new Set(changes.map(({ campaignId }) => campaignId))],
  };
}

async function readListed(
  db: Queryable,
  accountId: number,
  campaignIds: number[],
  numbers: string[],
) {
  return db.query<Listed[]>(
    `select subscriber.id, campaign_id as "campaignId", number, state, kept_out as "keptOut",
            state = 'suppressed' and ${SUPPRESSED} as suppressed
       from subscriber join campaign on campaign.account_id = $1 and campaign.id = subscriber.campaign_id
      where subscriber.account_id = $1 and campaign_id = any($2) and number = any($3)`,
    [accountId, campaignIds, numbers],
  );
}

/** Which of the numbers the campaigns' phonebooks have as active contacts now, and may be on their rosters. */
async function readWanted(
  db: Queryable,
  accountId: number,
  campaignIds: number[],
  numbers: string[],
) {
  return db.query<Wanted[]>(
    `select distinct on (link.campaign_id, contact.number)
            link.campaign_id as "campaignId", contact.number, contact.id as "contactId"
       from campaign_phonebook link
       join campaign on campaign.account_id = link.account_id and campaign.id = link.campaign_id
       join contact on contact.account_id = $1 and contact.phonebook_id = link.phonebook_id
      where link.account_id = $1 and link.campaign_id = any($2)
        and contact.number = any($3) and contact.status = 'active'
        and ${mayJoinSql('campaign', 'contact.number')}
      order by link.campaign_id, contact.number, contact.id`,
    [accountId, campaignIds, numbers],
  );
}

/** Who has to leave, to come back and to be added, by what stands in the tables now. */
function planOf(listed: Listed[], wanted: Wanted[]) {
  const keyOf = ({ campaignId, number }: Listed | Wanted) => `${campaignId} ${number}`;
  const wantedBy = new Map(wanted.map((want) => [keyOf(want), want]));
  const known = new Set(listed.map(keyOf));
  const isLeft = ({ state }: Listed) =>
    state === SubscriberState.Waiting || state === SubscriberState.Retry;
  const mayReturn = ({ state, keptOut, suppressed }: Listed) =>
    !keptOut &&
    (state === SubscriberState.Removed || (state === SubscriberState.Suppressed && !suppressed));
  return {
    leaving: listed.filter((row) => isLeft(row) && !wantedBy.has(keyOf(row))).map(({ id }) => id),
    returning: listed
      .filter((row) => mayReturn(row) && wantedBy.has(keyOf(row)))
      .map((row): Returning => ({ ...row, contactId: wantedBy.get(keyOf(row))!.contactId })),
    joining: wanted.filter((want) => !known.has(keyOf(want))),
    staying: listed.filter((row) => isLeft(row) && wantedBy.has(keyOf(row))).map(({ id }) => id),
  };
}

const numbersOf = (listed: Listed[], ids: number[]) => {
  const missed = new Set(ids);
  return listed.filter(({ id }) => missed.has(id)).map(({ number }) => number);
};

/** Those who may come back: whoever was taken out takes up room again, whoever was suppressed never left it. */
async function withinRoom(
  rooms: Rooms,
  campaigns: UnderWay[],
  returning: Returning[],
): Promise<Returning[]> {
  const isOut = ({ state }: Returning) => state === SubscriberState.Removed;
  const admitted = returning.filter((row) => !isOut(row));
  for (const { id } of campaigns)
    admitted.push(
      ...(await rooms.admit(
        id,
        returning.filter((row) => isOut(row) && row.campaignId === id),
      )),
    );
  return admitted;
}

/** States that a subscriber can come back from. */
const AWAY = [SubscriberState.Removed, SubscriberState.Suppressed];

/**
 * Queues subscribers again that were removed or suppressed, except where all attempts are used up. One whose call is
 * still under way is only marked: its finish goes on from there.
 */
async function rejoin(
  db: Queryable,
  accountId: number,
  campaigns: UnderWay[],
  returning: Returning[],
  now: Date,
): Promise<{ changes: CountChange[]; missed: number[] }> {
  if (!returning.length) return { changes: [], missed: [] };
  const ids = returning.map(({ id }) => id);
  const { unqueued } = await lockSubscribers(db, accountId, ids, AWAY);
  const locked = new Set(unqueued);
  const before = new Map(returning.map(({ id, state }) => [id, state]));
  const free = returning.filter(({ id }) => locked.has(id));
  const rules = campaigns.map((campaign) => ({ id: campaign.id, ...ruleColumns(campaign) }));
  const rows = await db.query<{ id: number; campaignId: number; state: SubscriberState }[]>(
    `with back as (
       select * from unnest($2::bigint[], $3::bigint[]) as back (id, contact_id)
     ), terms as (
       select * from unnest($4::bigint[], $5::int[], $6::int[]) as terms (id, max_retries, retry_after)
     ), rule as (
       select * from unnest($8::bigint[], $9::text[], $10::int[], $11::int[])
         as rule (campaign_id, disposition, times, after_seconds)
     ), judged as materialized (
       select subscriber.id, back.contact_id,
              case when attempts > terms.max_retries
                     or (tally ->> ${COUNTED})::int > coalesce(rule.times, 0) then 'failed'
                   when attempts > 0 then 'retry' else 'waiting' end as new_state,
              last_attempt_at + make_interval(secs => coalesce(rule.after_seconds, terms.retry_after)) as again_at
         from back join subscriber on subscriber.account_id = $1 and subscriber.id = back.id
         join terms on terms.id = subscriber.campaign_id
         left join rule on rule.campaign_id = subscriber.campaign_id
          and rule.disposition = ${COUNTED}
     ), changed as (
       update subscriber
          set contact_id = judged.contact_id, state = judged.new_state,
              next_attempt_at = case judged.new_state when 'retry' then greatest($7::timestamptz, judged.again_at)
                                                      when 'waiting' then $7::timestamptz end
         from judged where subscriber.account_id = $1 and subscriber.id = judged.id
       returning subscriber.id, subscriber.campaign_id, subscriber.contact_id, number, state, attempts,
                 next_attempt_at
     ), queued as (
       insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number, attempts)
       select $1, campaign_id, next_attempt_at, id, contact_id, number, attempts from changed
        where state <> 'failed' and not exists (
          select from inflight where inflight.account_id = $1 and inflight.subscriber_id = changed.id)
     )
     select id, campaign_id as "campaignId", state from changed`,
    [
      accountId,
      free.map(({ id }) => id),
      free.map(({ contactId }) => contactId),
      campaigns.map(({ id }) => id),
      campaigns.map(({ maxRetries }) => maxRetries),
      campaigns.map(({ retryAfterSeconds }) => retryAfterSeconds),
      now,
      rules.flatMap(({ id, dispositions }) => dispositions.map(() => id)),
      rules.flatMap(({ dispositions }) => dispositions),
      rules.flatMap(({ times }) => times),
      rules.flatMap(({ afterSeconds }) => afterSeconds),
    ],
  );
  return {
    missed: ids.filter((id) => !locked.has(id)),
    // Nothing but a roster's writer turns one of these states into the other.
    changes: rows.flatMap(({ id, campaignId, state }) => [
      { campaignId, state: before.get(id)!, by: -1 },
      { campaignId, state, by: 1 },
    ]),
  };
}

/** Makes subscribers of numbers that are new to a campaign, as many as the account's limit leaves room for. */
async function join(
  db: EntityManager,
  accountId: number,
  rooms: Rooms,
  joining: Wanted[],
  now: Date,
): Promise<CountChange[]> {
  const changes: CountChange[] = [];
  for (const id of new Set(joining.map(({ campaignId }) => campaignId))) {
    const wanted = joining.filter(({ campaignId }) => campaignId === id);
    const some = await rooms.admit(id, wanted);
    const [{ added }] = await db.query<[{ added: number }]>(
      `with added as (
         insert into subscriber (account_id, campaign_id, contact_id, number, next_attempt_at, created_at)
         select $1, $2, contact_id, number, $5, $5
           from unnest($3::bigint[], $4::text[]) as wanted (contact_id, number) order by contact_id
         on conflict (account_id, campaign_id, number) do nothing
         returning id, contact_id, number
       ), queued as (
         insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number)
         select $1, $2, $5, id, contact_id, number from added
       )
       select count(*) as added from added`,
      [
        accountId,
        id,
        some.map(({ contactId }) => contactId),
        some.map(({ number }) => number),
        now,
      ],
    );
    if (added) changes.push({ campaignId: id, state: SubscriberState.Waiting, by: added });
  }
  return changes;
}
