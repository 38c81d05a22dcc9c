import { Queryable } from '@belltower/core';
import { EntityManager } from 'typeorm';
import { Campaign } from './campaign.entity';
import { UNDER_WAY } from './roster-notes';
import { addCounts, lockRoster, ROSTER_BATCH, takeOut } from './roster-writing';

type Whose = Pick<Campaign, 'accountId' | 'id'>;

/** How many subscribers a campaign has, those taken out not counted, and may have; null is no limit. */
async function fullness(db: Queryable, { accountId, id }: Whose) {
  const [row] = await db.query<[{ subscribers: number; most: number | null }]>(
    `select (select coalesce(sum(subscribers), 0)::bigint from subscriber_count
              where account_id = $1 and campaign_id = $2 and state <> 'removed') as subscribers,
            max_subscribers_per_campaign as most
       from account where id = $1`,
    [accountId, id],
  );
  return row;
}

/** What the account's limit leaves for each campaign while one batch of changes is worked off. */
export class Rooms {
  /** Campaigns for which somebody had to be left out. */
  readonly cut = new Set<number>();
  private readonly left = new Map<number, number>();

  constructor(
    private readonly db: Queryable,
    private readonly accountId: number,
  ) {}

  /** As many of those who want to join a campaign as there is room for, the first ones. */
  async admit<T>(campaignId: number, wanted: readonly T[]): Promise<T[]> {
    const { accountId } = this;
    const room =
      this.left.get(campaignId) ?? (await roomFor(this.db, { accountId, id: campaignId }));
    const some = wanted.slice(0, room);
    this.left.set(campaignId, room - some.length);
    if (some.length < wanted.length) this.cut.add(campaignId);
    return some;
  }
}

/** Remembers that contacts were left out. */
export async function noteCut(
  db: Queryable,
  accountId: number,
  campaignIds: ReadonlySet<number>,
): Promise<void> {
  if (campaignIds.size)
    await db.query(
      'update campaign set roster_cut = true where account_id = $1 and id = any($2) and not roster_cut',
      [accountId, [...campaignIds]],
    );
}

/** How many subscribers more the account's limit allows; Infinity without a limit. */
export async function roomFor(db: Queryable, campaign: Whose): Promise<number> {
  const { subscribers, most } = await fullness(db, campaign);
  return most === null ? Infinity : Math.max(most - subscribers, 0);
}

/**
 * Takes out those beyond the account's limit after it was lowered: of those who have not been called yet, the last in
 * the queue. Who has been called stays. Answers how many it took out; 0 when there is nothing more to do.
 */
export async function trimBatch(db: EntityManager, campaign: Whose): Promise<number> {
  const { accountId, id } = campaign;
  await lockRoster(db, accountId);
  const { subscribers, most } = await fullness(db, campaign);
  const beyond = most === null ? 0 : subscribers - most;
  if (beyond <= 0) return 0;
  const last = await db.query<{ id: number }[]>(
    `select subscriber_id as id from due
      where account_id = $1 and campaign_id = $2 and attempts = 0
      order by next_attempt_at desc, subscriber_id desc limit $3 for update skip locked`,
    [accountId, id, Math.min(beyond, ROSTER_BATCH)],
  );
  const ids = last.map((row) => row.id);
  const { changes, taken } = await takeOut(db, accountId, ids, { keepOut: false });
  if (taken) {
    await noteCut(db, accountId, new Set([id]));
    await addCounts(db, accountId, changes);
  }
  return taken;
}

/** Numbers that the limit had taken out, from the one with this id on, and the id of the last; null where none is left. */
export async function leftOut(
  db: Queryable,
  { accountId, id }: Whose,
  after: number,
  most: number,
): Promise<{ numbers: string[]; last: number } | null> {
  const rows = await db.query<{ id: number; number: string }[]>(
    `select id, number from subscriber
      where account_id = $1 and campaign_id = $2 and id > $3 and state = 'removed' and not kept_out
        and exists (
          select from campaign_phonebook link
            join contact on contact.account_id = $1 and contact.phonebook_id = link.phonebook_id
           where link.account_id = $1 and link.campaign_id = $2
             and contact.number = subscriber.number and contact.status = 'active')
      order by id limit $4`,
    [accountId, id, after, Math.min(most, ROSTER_BATCH)],
  );
  const last = rows.at(-1);
  return last ? { numbers: rows.map(({ number }) => number), last: last.id } : null;
}

/** Campaigns that have more subscribers than their account allows now, or had to leave some out and have room for them. */
export async function campaignsOutOfLimit(
  db: Queryable,
  accountId: number | null,
): Promise<Whose[]> {
  return db.query<Whose[]>(
    `select campaign.account_id as "accountId", campaign.id
       from campaign join account on account.id = campaign.account_id
      cross join lateral (
        select coalesce(sum(subscribers), 0) as subscribers from subscriber_count counted
         where counted.account_id = campaign.account_id and counted.campaign_id = campaign.id
           and counted.state <> 'removed') as roster
      where ${UNDER_WAY.replaceAll('status', 'campaign.status').replaceAll('deleted_at', 'campaign.deleted_at')}
        and ($1::bigint is null or campaign.account_id = $1)
        and (roster.subscribers > account.max_subscribers_per_campaign
             or campaign.roster_cut
                and roster.subscribers < coalesce(account.max_subscribers_per_campaign, roster.subscribers + 1))`,
    [accountId],
  );
}

/** Has a campaign's roster gone through again, and keeps it from being finished before. */
export async function reopen(db: Queryable, { accountId, id }: Whose): Promise<void> {
  await db.query(
    `update campaign set roster_complete = false, roster_cut = false where account_id = $1 and id = $2`,
    [accountId, id],
  );
}
