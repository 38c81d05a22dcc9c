import { AuditService, Principal } from '@belltower/auth';
import { Clock, Notifications } from '@belltower/core';
import { SubscriberBulkAction, SubscriberBulkInput, SubscriberState } from '@belltower/dto';
import { erasedSql } from '@belltower/phone-number';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout } from 'node:timers/promises';
import { DataSource, EntityManager } from 'typeorm';
import { countedSql } from './retry-rules.sql';
import {
  addCounts,
  CountChange,
  lockRoster,
  lockSubscribers,
  ROSTER_BATCH,
  takeOut,
} from './roster-writing';
import { Subscriber } from './subscriber.entity';
import { ChosenSubscribers, chosenOf, filterSubscribers } from './subscriber.search';

const { Waiting, Retry, Sent, Failed, Removed } = SubscriberState;

interface Done {
  affected: number;
  /** Being claimed at this very moment: to be tried again. */
  missed: number[];
}

type Step = (db: EntityManager, accountId: number, ids: number[]) => Promise<Done>;

/** What is tried again so often is held by something that hangs. */
const TRIES = 20;
const RETRY_MS = 50;

const WORD: Record<SubscriberBulkAction, string> = {
  [SubscriberBulkAction.RetryNow]: 'campaign.subscribers-retried',
  [SubscriberBulkAction.Remove]: 'campaign.subscribers-removed',
};

/** Actions on many subscribers of campaigns under way, batch by batch. */
@Injectable()
export class SubscriberBulk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Invalid `subscriber.nothing-chosen` */
  async run(user: Principal, input: SubscriberBulkInput): Promise<{ affected: number }> {
    const chosen = await chosenOf(input);
    const step: Step =
      input.action === SubscriberBulkAction.Remove
        ? (db, accountId, ids) => this.remove(db, accountId, ids)
        : (db, accountId, ids) => this.retryNow(db, accountId, ids);
    const byCampaign = new Map<number, number>();
    let affected = 0;
    for (let after = 0; ;) {
      const batch = await this.nextBatch(user.accountId, chosen, after);
      const last = batch.at(-1);
      if (!last) break;
      after = last.id;
      for (const [campaignId, ids] of idsByCampaign(batch)) {
        const count = await this.runOn(user.accountId, ids, step);
        byCampaign.set(campaignId, (byCampaign.get(campaignId) ?? 0) + count);
        affected += count;
      }
    }
    await this.record(user, WORD[input.action], byCampaign);
    return { affected };
  }

  private async nextBatch(accountId: number, chosen: ChosenSubscribers, after: number) {
    const filters = 'matching' in chosen ? chosen.matching : {};
    const subscribers = filterSubscribers(
      this.database.createQueryBuilder(Subscriber, 'subscriber'),
      accountId,
      filters,
    );
    if ('ids' in chosen) subscribers.andWhere('subscriber.id = any(:ids)', { ids: chosen.ids });
    return subscribers
      .andWhere('subscriber.id > :after', { after })
      .orderBy('subscriber.id')
      .limit(ROSTER_BATCH)
      .getMany();
  }

  private async runOn(accountId: number, ids: number[], step: Step): Promise<number> {
    let affected = 0;
    let left = ids;
    for (let tries = 0; left.length && tries < TRIES; tries++) {
      if (tries) await setTimeout(RETRY_MS);
      const now = left;
      const done = await this.database.transaction((db) => step(db, accountId, now));
      affected += done.affected;
      left = done.missed;
    }
    return affected;
  }

  private async remove(db: EntityManager, accountId: number, ids: number[]): Promise<Done> {
    await lockRoster(db, accountId);
    const waiting = await underWay(db, accountId, ids, [Waiting, Retry, Sent]);
    const { changes, taken, missed } = await takeOut(db, accountId, waiting, { keepOut: true });
    if (changes.length) await addCounts(db, accountId, changes);
    return { affected: taken, missed };
  }

  /**
   * Moves queue rows to the front, and queues again who was given up, or taken out by hand, before its attempts
   * were used up. Whom a call is under way to, and who is done, stays as it is.
   */
  private async retryNow(db: EntityManager, accountId: number, ids: number[]): Promise<Done> {
    await lockRoster(db, accountId);
    const states = [Retry, Failed, Removed];
    const possible = await underWay(db, accountId, ids, states);
    const { queued, unqueued } = await lockSubscribers(db, accountId, possible, states);
    const locked = [...queued, ...unqueued];
    const rows = await db.query<
      { campaignId: number; before: SubscriberState; after: SubscriberState }[]
    >(RETRY_NOW, [accountId, locked, this.clock.now()]);
    const changes = rows.flatMap(({ campaignId, before, after }): CountChange[] => [
      { campaignId, state: before, by: -1 },
      { campaignId, state: after, by: 1 },
    ]);
    if (changes.length) await addCounts(db, accountId, changes);
    const had = new Set(locked);
    return { affected: rows.length, missed: possible.filter((id) => !had.has(id)) };
  }

  private async record(user: Principal, action: string, byCampaign: Map<number, number>) {
    const { accountId } = user;
    await this.database.transaction(async (db) => {
      for (const [id, subscribers] of byCampaign) {
        if (!subscribers) continue;
        const detail = { subscribers };
        await this.audit.record(db, user, { action, entity: 'campaign', entityId: id, detail });
        await this.notifications.publish(db, { accountId, topic: 'campaign', id });
      }
    });
  }
}

/**
 * A removed number comes back only while its contact is active in one of the campaign's phonebooks. For one that had
 * been given up, retries after its last outcome are counted anew: else the next look at the roster would undo it.
 */
const RETRY_NOW = `
  with chosen as materialized (
    select subscriber.* from subscriber
      join campaign on campaign.account_id = subscriber.account_id and campaign.id = subscriber.campaign_id
     where subscriber.account_id = $1 and subscriber.id = any($2::bigint[])
       and not ${erasedSql('subscriber.number')} and subscriber.attempts <= campaign.max_retries
       and (subscriber.state <> 'removed' or exists (
         select from campaign_phonebook link
           join contact on contact.account_id = link.account_id and contact.phonebook_id = link.phonebook_id
          where link.account_id = $1 and link.campaign_id = subscriber.campaign_id
            and contact.number = subscriber.number and contact.status = 'active'))
       and not exists (
         select from inflight where inflight.account_id = $1 and inflight.subscriber_id = subscriber.id)
  ), unqueued as (
    delete from due using chosen
     where due.account_id = $1 and due.campaign_id = chosen.campaign_id
       and due.next_attempt_at = chosen.next_attempt_at and due.subscriber_id = chosen.id
       and due.next_attempt_at > $3
    returning due.subscriber_id
  ), changed as (
    update subscriber
       set state = case when chosen.attempts > 0 then 'retry' else 'waiting' end,
           next_attempt_at = $3, kept_out = false,
           tally = case when chosen.state = 'failed' then chosen.tally - (${countedSql('chosen.disposition')})
                        else chosen.tally end
      from chosen
     where subscriber.account_id = $1 and subscriber.id = chosen.id
       and (chosen.state in ('failed', 'removed') or chosen.id in (select subscriber_id from unqueued))
    returning subscriber.id, subscriber.campaign_id, subscriber.contact_id, subscriber.number,
              subscriber.attempts, subscriber.state, chosen.state as before
  ), again as (
    insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number, attempts)
    select $1, campaign_id, $3, id, contact_id, number, attempts from changed
  )
  select campaign_id as "campaignId", before, state as after from changed`;

/** Those of the subscribers in one of these states whose campaign is under way. */
async function underWay(
  db: EntityManager,
  accountId: number,
  ids: number[],
  states: SubscriberState[],
): Promise<number[]> {
  const rows = await db.query<{ id: number }[]>(
    `select subscriber.id from subscriber
       join campaign on campaign.account_id = subscriber.account_id and campaign.id = subscriber.campaign_id
      where subscriber.account_id = $1 and subscriber.id = any($2::bigint[]) and subscriber.state = any($3)
        and campaign.status in ('running', 'paused') and campaign.deleted_at is null`,
    [accountId, ids, states],
  );
  return rows.map(({ id }) => id);
}

function idsByCampaign(subscribers: readonly Subscriber[]): Map<number, number[]> {
  const grouped = new Map<number, number[]>();
  for (const { campaignId, id } of subscribers) {
    const ids = grouped.get(campaignId) ?? [];
    ids.push(id);
    grouped.set(campaignId, ids);
  }
  return grouped;
}
