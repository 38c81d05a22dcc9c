import { Account, AuditService } from '@belltower/auth';
import { Clock, Jobs, Notifications } from '@belltower/core';
import {
  Inject,
  Injectable,
  Logger,
  OnApplicationBootstrap,
  OnModuleDestroy,
} from '@nestjs/common';
import { filter, Subscription } from 'rxjs';
import { setTimeout } from 'node:timers/promises';
import { DataSource, EntityManager } from 'typeorm';
import { areHoursChanged } from './account-hours';
import { areCapsRaised, attemptsCapsOf } from './attempts-cap';
import { Campaign } from './campaign.entity';
import { isUnderWay } from './campaign.status';
import { clearBatch, drawBatch, drawRange } from './roster-draw';
import { failBeyondRetries, requeueFailed } from './roster-retries';
import { waitForClaims } from './claims-under-way';
import { recallBatch } from './held-numbers';
import {
  accountsWithChanges,
  noteContactChanges,
  noteLifted,
  waitForWriters,
} from './roster-notes';
import { followChanges } from './roster-sync';
import { campaignsOutOfLimit, leftOut, reopen, roomFor, trimBatch } from './roster-limit';
import { ROSTER_TOPIC } from './roster-writing';

const DRAW = 'campaign.roster';
const CLEAR = 'campaign.clear';
const RECALL = 'campaign.recall';
const CHECK = 'campaign.roster-check';
const RETRY_MS = 50;

/** Who belongs to which campaign: drawn up when it starts, following its phonebooks while it is under way. */
@Injectable()
export class Roster implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Roster.name);
  private readonly following = new Map<number, Promise<void>>();
  private subscription?: Subscription;
  private stopping = false;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.work<{ accountId: number; id: number }>(
      DRAW,
      {},
      ({ accountId, id }, { signal }) => this.draw(accountId, id, signal),
    );
    await this.jobs.work<{ accountId: number; id: number }>(
      CLEAR,
      {},
      ({ accountId, id }, { signal }) => this.clear(accountId, id, signal),
    );
    await this.jobs.work<{ accountId: number; id: number }>(
      RECALL,
      {},
      ({ accountId, id }, { signal }) => this.recall(accountId, id, signal),
    );
    await this.jobs.work(CHECK, {}, () => this.check());
    await this.jobs.schedule(CHECK, '* * * * *');
    this.subscription = this.notifications
      .all()
      .pipe(filter(({ topic, id }) => topic === ROSTER_TOPIC || (topic === 'campaign' && !id)))
      .subscribe(({ accountId, topic }) =>
        topic === ROSTER_TOPIC ? this.followSoon(accountId) : void this.obeyLimitSoon(accountId),
      );
    await this.check();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.subscription?.unsubscribe();
    await Promise.all(this.following.values());
  }

  /** Has the roster of a campaign that was started, or whose retries changed, gone through in the background. */
  async requestDraw(accountId: number, id: number): Promise<void> {
    await this.jobs.send(DRAW, { accountId, id });
  }

  /** Has numbers that wait for an opening looked at again in the background, after an edit of their campaign. */
  async requestRecall(accountId: number, id: number): Promise<void> {
    await this.jobs.send(RECALL, { accountId, id });
  }

  /** Has the subscribers and the queue of a deleted campaign removed in the background. */
  async requestClearing(accountId: number, id: number): Promise<void> {
    await this.jobs.send(CLEAR, { accountId, id });
  }

  /** Told, in its transaction, that contacts with these numbers change. */
  async contactsChange(db: EntityManager, accountId: number, numbers: readonly string[]) {
    if (await noteContactChanges(db, accountId, numbers))
      await this.notifications.publish(db, { accountId, topic: ROSTER_TOPIC });
  }

  /** Told, in its transaction, that numbers leave do-not-call lists, of the platform where the account is null. */
  async numbersLifted(db: EntityManager, accountId: number | null, numbers: readonly string[]) {
    for (const noted of await noteLifted(db, accountId, numbers))
      await this.notifications.publish(db, { accountId: noted, topic: ROSTER_TOPIC });
  }

  /** Told, in its transaction, that an account changes: what its caps or hours held may be called sooner. */
  async accountChanges(db: EntityManager, before: Account, after: Account): Promise<void> {
    const accountId = after.id;
    const raised = areCapsRaised(attemptsCapsOf(before), attemptsCapsOf(after));
    if (!raised && !areHoursChanged(before, after)) return;
    await db.query(
      `update campaign set recall_held = true
        where account_id = $1 and status in ('running', 'paused') and deleted_at is null`,
      [accountId],
    );
    await this.notifications.publish(db, { accountId, topic: ROSTER_TOPIC });
  }

  /**
   * Draws up the roster, batch by batch, and declares it complete. Can be stopped and begun again at any
   * point. Does nothing for a campaign that is not under way.
   */
  async draw(accountId: number, id: number, signal?: AbortSignal): Promise<void> {
    await this.database.transaction((db) => waitForWriters(db, accountId));
    for (;;) {
      const campaign = await this.findUnderWay(accountId, id);
      if (!campaign) return;
      const full = await this.drawAll(campaign, signal);
      if (signal?.aborted) return;
      if (await this.complete(campaign, full)) return;
    }
  }

  /** Brings what a campaign holds for later forward, where an edit asked for it. Can be stopped and begun again. */
  async recall(accountId: number, id: number, signal?: AbortSignal): Promise<void> {
    // One that began before the edit may be about to put numbers back by what held then.
    await waitForClaims(this.database);
    const recall = (db: EntityManager) => recallBatch(db, { accountId, id }, this.clock.now());
    while (!signal?.aborted && (await this.database.transaction(recall)))
      await this.hint({ accountId, id });
    await this.hint({ accountId, id });
  }

  /** Brings the account's rosters in line with every change of contacts so far. */
  async follow(accountId: number): Promise<void> {
    for (;;) {
      const { numbers, missed } = await this.database.transaction(async (db) => {
        const followed = await followChanges(db, accountId, this.clock.now());
        for (const id of followed.campaignIds)
          await this.notifications.publish(db, { accountId, topic: 'campaign', id });
        return followed;
      });
      if (numbers === 0 || this.stopping) return;
      // What a claim or a finish holds is free again in a moment.
      if (numbers === missed) await setTimeout(RETRY_MS);
    }
  }

  /** Has rosters gone through again that the account's limit of subscribers has become too low, or high enough, for. */
  async obeyLimit(accountId: number | null): Promise<void> {
    for (const campaign of await campaignsOutOfLimit(this.database, accountId)) {
      await reopen(this.database, campaign);
      await this.requestDraw(campaign.accountId, campaign.id);
    }
  }

  private async recallAll(accountId: number): Promise<void> {
    for (const { id } of await this.askedToRecall(accountId))
      if (!this.stopping) await this.recall(accountId, id);
  }

  private async drawAll(campaign: Campaign, signal?: AbortSignal): Promise<boolean> {
    await this.repeat(signal, (db) => trimBatch(db, campaign));
    await this.bringBack(campaign, signal);
    const range = await drawRange(this.database.manager, campaign);
    let full = false;
    let after = range && range.after;
    while (range && after !== null && !signal?.aborted) {
      const from = { after, until: range.until };
      const batch = await this.database.transaction((db) =>
        drawBatch(db, campaign, from, this.clock.now()),
      );
      after = batch.next;
      full ||= batch.full;
      await this.hint(campaign);
    }
    await this.repeat(signal, (db) => failBeyondRetries(db, campaign));
    await this.repeat(signal, (db) => requeueFailed(db, campaign, this.clock.now()));
    return full;
  }

  /** Leaves word of those that the limit had taken out and has room for again: they rejoin as whoever comes back. */
  private async bringBack(campaign: Campaign, signal?: AbortSignal): Promise<void> {
    const { accountId } = campaign;
    let room = await roomFor(this.database, campaign);
    for (let after = 0; room > 0 && !signal?.aborted;) {
      const batch = await leftOut(this.database, campaign, after, room);
      if (!batch) return;
      await this.database.transaction((db) => this.contactsChange(db, accountId, batch.numbers));
      after = batch.last;
      room -= batch.numbers.length;
    }
  }

  private async repeat(
    signal: AbortSignal | undefined,
    batch: (db: EntityManager) => Promise<number>,
  ): Promise<void> {
    while (!signal?.aborted && (await this.database.transaction(batch)) > 0);
  }

  /** Answers false where the campaign changed in the meantime, so that the roster has to be gone through again. */
  private async complete(campaign: Campaign, full: boolean): Promise<boolean> {
    const { accountId, id } = campaign;
    return this.database.transaction(async (db) => {
      const [, completed] = await db.query<[unknown, number]>(
        `update campaign set roster_complete = true, roster_cut = roster_cut or $6
          where account_id = $1 and id = $2 and max_retries = $3 and retry_on = $4 and retry_rules = $5`,
        [
          ...[accountId, id, campaign.maxRetries, campaign.retryOn],
          ...[JSON.stringify(campaign.retryRules), full],
        ],
      );
      if (!completed) return false;
      if (full)
        await this.audit.record(
          db,
          { accountId, userId: null, name: null },
          { action: 'campaign.limit-reached', entity: 'campaign', entityId: id },
        );
      await this.notifications.publish(db, { accountId, topic: 'campaign', id });
      return true;
    });
  }

  private async clear(accountId: number, id: number, signal: AbortSignal): Promise<void> {
    const clear = (db: EntityManager) => clearBatch(db, accountId, id);
    while (!signal.aborted && (await this.database.transaction(clear)));
  }

  /** Finds what a lost hint, a crash or a stop has left undone. */
  private async check(): Promise<void> {
    const unfinished = await this.database.query<{ accountId: number; id: number }[]>(
      `select account_id as "accountId", id from campaign
        where status in ('running', 'paused') and not roster_complete and deleted_at is null`,
    );
    for (const { accountId, id } of unfinished) await this.requestDraw(accountId, id);
    for (const { accountId, id } of await this.askedToRecall())
      await this.requestRecall(accountId, id);
    const deleted = await this.database.query<{ accountId: number; id: number }[]>(
      `select account_id as "accountId", id from campaign
        where deleted_at is not null and exists (
          select from subscriber_count counted
           where counted.account_id = campaign.account_id and counted.campaign_id = campaign.id)`,
    );
    for (const { accountId, id } of deleted) await this.requestClearing(accountId, id);
    await this.obeyLimit(null);
    for (const accountId of await accountsWithChanges(this.database)) this.followSoon(accountId);
  }

  private async obeyLimitSoon(accountId: number): Promise<void> {
    try {
      await this.obeyLimit(accountId);
    } catch (error) {
      // The next check finds the same.
      this.logger.error(`The limit of account ${accountId}: ${(error as Error).message}`);
    }
  }

  private async askedToRecall(accountId: number | null = null) {
    return this.database.query<{ accountId: number; id: number }[]>(
      `select account_id as "accountId", id from campaign
        where status in ('running', 'paused') and recall_held and deleted_at is null
          and ($1::bigint is null or account_id = $1)`,
      [accountId],
    );
  }

  /** One at a time for each account: a hint that comes while it is at work makes it look once more. */
  private followSoon(accountId: number): void {
    if (this.stopping) return;
    const before = this.following.get(accountId) ?? Promise.resolve();
    const work = before
      .then(() => this.follow(accountId))
      .then(() => this.recallAll(accountId))
      .catch((error: Error) =>
        // The word is still there, and the next check or hint takes it up again.
        this.logger.error(`The rosters of account ${accountId} lag behind: ${error.message}`),
      )
      .finally(() => {
        if (this.following.get(accountId) === work) this.following.delete(accountId);
      });
    this.following.set(accountId, work);
  }

  private async findUnderWay(accountId: number, id: number): Promise<Campaign | null> {
    const campaign = await this.database.getRepository(Campaign).findOneBy({ accountId, id });
    const isThere = campaign && !campaign.deletedAt && isUnderWay(campaign.status);
    return isThere ? campaign : null;
  }

  private async hint({ accountId, id }: Pick<Campaign, 'accountId' | 'id'>): Promise<void> {
    await this.notifications.publish(this.database, { accountId, topic: 'campaign', id });
  }
}
