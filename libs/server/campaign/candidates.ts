import { Queryable } from '@belltower/core';
import { Channel, HoldReason } from '@belltower/dto';
import { suppressedSql } from '@belltower/suppression';
import { attemptsHolds } from './attempts-cap';
import { Candidate } from './eligibility';
import { contactJoinsSql, placeKeySql } from './eligibility.sql';
import { placeOfKey } from './place-key';
import { Subscriber } from './subscriber.entity';

interface Facts {
  id: number;
  nextAttemptAt: Date | null;
  heldBy: HoldReason | null;
  suppressed: boolean;
  placeKey: string;
}

/** What decides about each of these subscribers of an account, by subscriber. */
export async function candidatesOf(
  db: Queryable,
  accountId: number,
  subscribers: readonly Subscriber[],
  channel: Channel,
  now: Date,
): Promise<Map<number, Candidate>> {
  const suppressed = suppressedSql({
    account: 'subscriber.account_id',
    campaign: 'subscriber.campaign_id',
    number: 'subscriber.number',
    channel: '$3::text',
  });
  const rows = await db.query<Facts[]>(
    `select subscriber.id, due.next_attempt_at as "nextAttemptAt", due.held_by as "heldBy",
            ${suppressed} as suppressed, ${placeKeySql('subscriber.number')} as "placeKey"
       from subscriber
       left join due on due.account_id = subscriber.account_id
        and due.campaign_id = subscriber.campaign_id
        and due.next_attempt_at = subscriber.next_attempt_at and due.subscriber_id = subscriber.id
       ${contactJoinsSql({
         account: 'subscriber.account_id',
         campaign: 'subscriber.campaign_id',
         contact: 'subscriber.contact_id',
         number: 'subscriber.number',
       })}
      where subscriber.account_id = $1 and subscriber.id = any($2)`,
    [accountId, subscribers.map(({ id }) => id), channel],
  );
  const numbers = subscribers.map(({ number }) => number);
  const capped = await attemptsHolds(db, accountId, numbers, now);
  const facts = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    subscribers.map(({ id, number, state, attempts }) => {
      const known = facts.get(id);
      return [
        id,
        {
          state,
          attempts,
          nextAttemptAt: known?.nextAttemptAt ?? null,
          heldBy: known?.heldBy ?? null,
          suppressed: known?.suppressed ?? false,
          capped: capped.get(number) ?? null,
          place: placeOfKey(known?.placeKey ?? number),
        },
      ];
    }),
  );
}
