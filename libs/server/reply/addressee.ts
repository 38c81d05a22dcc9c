import { Queryable } from '@belltower/core';

/** Whom a reply is for, and what it answers. */
export interface Addressee {
  accountId: number;
  /** As the message had it; null where there was none. */
  number: string | null;
  campaignId: number | null;
  contactId: number | null;
  messageId: number | null;
}

/** What of a gateway tells whose a reply over it is. */
export interface WrittenOver {
  id: number;
  ownerAccountId: number | null;
  stripPrefix: string | null;
  addPrefix: string | null;
}

/** So many of the last messages to somebody are looked at for the one that is answered. */
const MOST_MESSAGES = 20;

/** Null where there is no such gateway any more. */
export async function writtenOver(db: Queryable, gatewayId: number): Promise<WrittenOver | null> {
  const [gateway] = await db.query<WrittenOver[]>(
    `select id, owner_account_id as "ownerAccountId", strip_prefix as "stripPrefix", add_prefix as "addPrefix"
       from gateway where id = $1`,
    [gatewayId],
  );
  return gateway ?? null;
}

/**
 * Whoever sent the last message over the gateway to one of these numbers, of several those who showed the number that was
 * answered to; else whose gateway it is. Null where it is nobody's.
 */
export async function addresseeOf(
  db: Queryable,
  { id, ownerAccountId }: WrittenOver,
  numbers: readonly string[],
  sentTo: string,
): Promise<Addressee | null> {
  const [message] = await db.query<Addressee[]>(
    `select account_id as "accountId", number, campaign_id as "campaignId", contact_id as "contactId",
            id as "messageId"
       from (select account_id, number, campaign_id, contact_id, id, created_at, sender from message
              where gateway_id = $1 and number = any ($2)
              order by created_at desc limit ${MOST_MESSAGES}) as sent
      order by ltrim(sender, '+') is not distinct from ltrim($3, '+') desc, created_at desc limit 1`,
    [id, numbers, sentTo],
  );
  if (message) return message;
  const nothing = { number: null, campaignId: null, contactId: null, messageId: null };
  return ownerAccountId === null ? null : { accountId: ownerAccountId, ...nothing };
}
