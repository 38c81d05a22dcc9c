import { Queryable } from '@belltower/core';
import {
  changeMessages,
  LockedMessage,
  lockMessages,
  lockSubscribers,
  MessageChange,
} from './message-changes';
import { Persons } from './persons';

/** Reports on a message are awaited for so long, and so long does a report wait for its message. */
export const AWAITED_MS = 72 * 60 * 60_000;
const AT_ONCE = 500;

/*
 * Takes parts of messages on which no more reports are awaited, and reports that have found no message. Waits for nobody:
 * what somebody holds is taken the next time.
 */
const TAKE = `
with old as materialized (
  select gateway_id, key from message_part where created_at < $1 order by created_at limit ${AT_ONCE}
     for update skip locked
), gone as (
  delete from message_part using old where message_part.gateway_id = old.gateway_id and message_part.key = old.key
  returning account_id, message_id, message_part.created_at
)
select account_id "accountId", message_id "id", created_at "createdAt" from gone`;

interface Taken {
  accountId: number | null;
  id: number | null;
  createdAt: Date;
}

/**
 * Ends the waiting for reports on the oldest messages, in the caller's transaction: what was taken counts as having
 * arrived, and of what may not have been taken, nobody knows. Answers how many parts there were; 0 once there is no more.
 */
export async function endWaiting(db: Queryable, before: Date): Promise<number> {
  const parts = await db.query<Taken[]>(TAKE, [before]);
  const known = parts.flatMap(({ accountId, id, createdAt }) =>
    accountId === null || id === null ? [] : [{ accountId, id, createdAt }],
  );
  const each = new Map(known.map((message) => [`${message.accountId} ${message.id}`, message]));
  const messages = await lockMessages(db, [...each.values()]);
  const persons = new Persons(await lockSubscribers(db, messages));
  const changes = messages.filter(({ awaits }) => awaits).map(endedOf);
  for (const change of changes) persons.expire(change);
  await changeMessages(db, changes, persons.changes());
  return parts.length;
}

function endedOf(before: LockedMessage): MessageChange {
  const { state, code, stateAt, deliveredAt } = before;
  return { before, state, code, stateAt, deliveredAt, awaits: false, said: [] };
}
