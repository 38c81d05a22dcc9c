import { Conflict, Queryable } from '@belltower/core';
import { Channel, CHANNEL_WORDS, NEVER_CALLED, RestOutcome } from '@belltower/dto';
import { Campaign } from './campaign.entity';

/**
 * How a campaign left one of its numbers, as SQL: a disposition, or that it never called it. Null for numbers that it
 * must not or no longer call: suppressed ones, and those that left its phonebooks or were taken out by hand.
 */
const outcomeSql = (subscriber: string) => `
  case when ${subscriber}.state in ('waiting', 'retry', 'sent', 'completed', 'failed')
       then coalesce(${subscriber}.disposition, '${NEVER_CALLED}') end`;

/**
 * Whether a number of its phonebooks may be on a campaign's roster, as a boolean SQL expression. Always, but where the
 * campaign calls what another one left: then whom that one left so, and whoever is on the roster already, which
 * therefore outlives the other campaign's.
 * @param campaign alias of the `campaign` row
 * @param number the column that holds the number
 */
export function mayJoinSql(campaign: string, number: string): string {
  return `(
    ${campaign}.source_campaign_id is null
    or exists (
      select from subscriber earlier
       where earlier.account_id = ${campaign}.account_id and earlier.campaign_id = ${campaign}.source_campaign_id
         and earlier.number = ${number} and ${outcomeSql('earlier')} = any (${campaign}.source_outcomes))
    or exists (
      select from subscriber own
       where own.account_id = ${campaign}.account_id and own.campaign_id = ${campaign}.id and own.number = ${number})
  )`;
}

/** Numbers that a campaign left, whose contact is still active in one of its phonebooks. */
const LEFT = `
  from subscriber earlier
 where earlier.account_id = $1 and earlier.campaign_id = $2
   and exists (
     select from contact join campaign_phonebook link
         on link.account_id = contact.account_id and link.phonebook_id = contact.phonebook_id
      where contact.account_id = $1 and link.campaign_id = $3
        and contact.number = earlier.number and contact.status = 'active')`;

/** What an ended campaign has left to call, by outcome, the largest first. */
export async function outcomesLeft(
  db: Queryable,
  accountId: number,
  campaignId: number,
): Promise<{ outcome: RestOutcome; subscribers: number }[]> {
  return db.query<{ outcome: RestOutcome; subscribers: number }[]>(
    `select outcome, count(*) as subscribers
       from (select ${outcomeSql('earlier')} as outcome ${LEFT}) as earlier
      where outcome is not null group by outcome order by count(*) desc, outcome`,
    [accountId, campaignId, campaignId],
  );
}

/** How many numbers a campaign with a source would call, counted up to `most`. */
export async function countFromSource(
  db: Queryable,
  { accountId, id, sourceCampaignId, sourceOutcomes }: Campaign,
  most: number,
): Promise<number> {
  const [{ numbers }] = await db.query<[{ numbers: number }]>(
    `select count(*) as numbers
       from (select ${LEFT} and ${outcomeSql('earlier')} = any ($4) limit $5) as found`,
    [accountId, sourceCampaignId, id, sourceOutcomes, most],
  );
  return numbers;
}

/**
 * Refuses to delete a campaign whose numbers another one has still to take over.
 * @throws Conflict `campaign.is-source`
 */
export async function refuseIfSource(
  db: Queryable,
  { accountId, id, name }: Campaign,
): Promise<void> {
  const [waiting] = await db.query<{ name: string; channel: Channel }[]>(
    `select name, channel from campaign
      where account_id = $1 and source_campaign_id = $2 and deleted_at is null
        and (status = 'draft' or (status in ('running', 'paused') and not roster_complete))
      order by name limit 1`,
    [accountId, id],
  );
  if (!waiting) return;
  throw new Conflict(
    'campaign.is-source',
    `“${waiting.name}” is to ${CHANNEL_WORDS[waiting.channel].call} what “${name}” left. Start it, or delete it first.`,
  );
}
