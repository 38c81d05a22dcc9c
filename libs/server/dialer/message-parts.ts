import { Queryable } from '@belltower/core';
import { MessageState } from '@belltower/dto';
import { ProviderId } from '@belltower/messaging';
import { cleanText } from './clean-text';
import { Part, Report } from './message-story';

/** A part of a message as the database has it. */
export interface KnownPart extends Part {
  gatewayId: number;
  accountId: number;
  messageId: number;
  /** Of the message. */
  createdAt: Date;
}

/** What was told under an id, or is to wait there. */
export interface Told {
  gatewayId: number;
  key: string;
  report: Report;
}

/** A part that has been claimed, with what has waited for it. */
export type ClaimedPart = KnownPart & { waiting: Report[] | null };

/** By which reports and answers are matched. */
export const keyOf = ({ key }: ProviderId) => cleanText(key);

/** For people who ask the provider about a message. */
export const writtenOf = ({ raw }: ProviderId) => cleanText(raw).trim();

/** An id is one gateway's. */
export const idOf = ({ gatewayId, key }: Pick<KnownPart, 'gatewayId' | 'key'>) =>
  `${gatewayId} ${key}`;

/** Parts of which an answer tells that came late, where one of the reports on a message is such an answer. */
export function partsAnswered(part: KnownPart, reports: readonly Report[]): KnownPart[] {
  const answer = reports.find(({ ids, state }) => ids && state === MessageState.Sent);
  const { gatewayId, accountId, messageId, createdAt } = part;
  const of = { gatewayId, accountId, messageId, createdAt, state: MessageState.Sent };
  return (answer?.ids ?? []).map((key, at) => ({ ...of, key, part: at + 1 }));
}

/** More reports do not wait under one id. */
const MOST_WAITING = 20;

const COLUMNS = `gateway_id "gatewayId", key, account_id "accountId", message_id "messageId", created_at "createdAt", part, state`;

/*
 * Says of ids that they are parts of messages. What waited under them stays for the caller to take into account, in the
 * same transaction. An id that is another message's already stays that one's, and is locked all the same. Locks rows in the order of their key, as
 * everybody does who locks several, and before anything else.
 */
const CLAIM = `
insert into message_part as known (gateway_id, key, account_id, message_id, created_at, part, state)
select named.* from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::smallint[], $7::text[])
    as named (gateway_id, key, account_id, message_id, created_at, part, state)
 order by named.gateway_id, named.key collate "C"
on conflict (gateway_id, key) do update set
  account_id = excluded.account_id, message_id = excluded.message_id, created_at = excluded.created_at,
  part = excluded.part, state = case when known.message_id is null then excluded.state else known.state end
  where known.message_id is null or known.account_id = excluded.account_id and known.message_id = excluded.message_id
returning ${COLUMNS}, waiting`;

/*
 * Takes ids away from older messages that wait under them: a provider that counts to its end and begins anew means the
 * message to which it has given the id last. The part of the older one goes on under a name by which nobody reports on
 * it, so that its message ends when waiting ends. The caller has locked the rows.
 */
const TAKE_AWAY = `
with wanted as materialized (
  select * from unnest($1::bigint[], $2::text[], $3::timestamptz[]) as wanted (gateway_id, key, created_at)
)
update message_part as known
   set key = 'bt-' || known.account_id || '-' || known.message_id || '/' || known.part || '/' || known.key
  from wanted
 where known.gateway_id = wanted.gateway_id and known.key = wanted.key and known.created_at < wanted.created_at`;

/**
 * Says of ids that they are parts of messages; answers those that now are, each with what has waited for it. An id that
 * several messages wait under is that of the newest.
 */
export async function claimParts(
  db: Queryable,
  parts: readonly KnownPart[],
): Promise<ClaimedPart[]> {
  const claimed = await claimFree(db, parts);
  const own = new Set(claimed.map(idOf));
  const taken = parts.filter((part) => !own.has(idOf(part)));
  if (!taken.length) return claimed;
  await db.query(TAKE_AWAY, [
    taken.map(({ gatewayId }) => gatewayId),
    taken.map(({ key }) => key),
    taken.map(({ createdAt }) => createdAt),
  ]);
  return [...claimed, ...(await claimFree(db, taken))];
}

async function claimFree(db: Queryable, parts: readonly KnownPart[]): Promise<ClaimedPart[]> {
  if (!parts.length) return [];
  return db.query(CLAIM, [
    parts.map(({ gatewayId }) => gatewayId),
    parts.map(({ key }) => key),
    parts.map(({ accountId }) => accountId),
    parts.map(({ messageId }) => messageId),
    parts.map(({ createdAt }) => createdAt),
    parts.map(({ part }) => part),
    parts.map(({ state }) => state),
  ]);
}

/* Locks the parts that are known by these ids, in the order of their key. */
const FIND = `
select ${COLUMNS} from message_part
 where (gateway_id, key) in (select * from unnest($1::bigint[], $2::text[])) and message_id is not null
 order by gateway_id, key for update`;

/*
 * Keeps reports on messages that are not known yet, under the ids they came with. One that has become known since is
 * locked and told instead. Locks rows in the order of their key.
 */
const LET_WAIT = `
insert into message_part as known (gateway_id, key, created_at, part, state, waiting)
select gateway_id, key, $4, 1, '${MessageState.Queued}', waiting
  from unnest($1::bigint[], $2::text[], $3::jsonb[]) as told (gateway_id, key, waiting)
 order by gateway_id, key collate "C"
on conflict (gateway_id, key) do update set
  waiting = case
    when known.message_id is not null then known.waiting
    when jsonb_array_length(known.waiting) + jsonb_array_length(excluded.waiting) > ${MOST_WAITING} then known.waiting
    else known.waiting || excluded.waiting
  end
returning ${COLUMNS}`;

/**
 * The parts on which something was told, locked; what was told of others waits from now on.
 * @param now by the server's clock
 */
export async function partsToldOf(
  db: Queryable,
  told: readonly Told[],
  now: Date,
): Promise<KnownPart[]> {
  const byId = new Map<string, { gatewayId: number; key: string; reports: Report[] }>();
  for (const { gatewayId, key, report } of told) {
    const one = byId.get(idOf({ gatewayId, key })) ?? { gatewayId, key, reports: [] };
    byId.set(idOf(one), one);
    one.reports.push(report);
  }
  const all = [...byId.values()];
  const known = await db.query<KnownPart[]>(FIND, [
    all.map(({ gatewayId }) => gatewayId),
    all.map(({ key }) => key),
  ]);
  for (const part of known) byId.delete(idOf(part));
  const strange = [...byId.values()];
  if (!strange.length) return known;
  const kept = await db.query<(KnownPart & { messageId: number | null })[]>(LET_WAIT, [
    strange.map(({ gatewayId }) => gatewayId),
    strange.map(({ key }) => key),
    strange.map(({ reports }) => JSON.stringify(reports.slice(-MOST_WAITING))),
    now,
  ]);
  return [...known, ...kept.filter(({ messageId }) => messageId !== null)];
}

/* Reads only. */
const PARTS_OF = `
select ${COLUMNS} from message_part
 where (account_id, message_id) in (select * from unnest($1::bigint[], $2::bigint[]))`;

/** All parts of messages that the caller has locked. */
export function partsOf(
  db: Queryable,
  messages: readonly { accountId: number; id: number }[],
): Promise<KnownPart[]> {
  return db.query(PARTS_OF, [
    messages.map(({ accountId }) => accountId),
    messages.map(({ id }) => id),
  ]);
}

/* Writes the states of parts whose locks the caller has, and lets go of those without; what waited has been told. */
const SETTLE = `
with settled as materialized (
  select * from unnest($1::bigint[], $2::text[], $3::text[]) as settled (gateway_id, key, state)
), gone as (
  delete from message_part using settled
   where message_part.gateway_id = settled.gateway_id and message_part.key = settled.key and settled.state is null
)
update message_part set state = settled.state, waiting = null
  from settled where message_part.gateway_id = settled.gateway_id and message_part.key = settled.key
   and settled.state is not null`;

export async function settleParts(
  db: Queryable,
  parts: readonly { gatewayId: number; key: string; state: MessageState | null }[],
): Promise<void> {
  if (!parts.length) return;
  await db.query(SETTLE, [
    parts.map(({ gatewayId }) => gatewayId),
    parts.map(({ key }) => key),
    parts.map(({ state }) => state),
  ]);
}
