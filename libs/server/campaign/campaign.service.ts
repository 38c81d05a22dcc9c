import { AuditService, Principal } from '@belltower/auth';
import { Clock, keysetPage, Notifications, refuseOtherVersion } from '@belltower/core';
import { CampaignInput, CampaignQuery } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { writeRecordings } from './campaign.audio';
import { Campaign } from './campaign.entity';
import { findCampaign } from './campaign.find';
import { columnsOf, inputOf, nameWith } from './campaign.input';
import { writeLinks } from './campaign.links';
import { refuseBeyondQuota } from './campaign.quota';
import { refuseLocked, refuseUnderWay, refuseUnsound } from './campaign.refusals';
import { asItCounts, changesOf } from './campaign.rules';
import { CAMPAIGN_SORTS, campaignsThat } from './campaign.search';
import { isUnderWay } from './campaign.status';
import { campaignViews } from './campaign.view';
import { HELD_TERMS } from './held-numbers';
import { Roster } from './roster';
import { refuseIfSource } from './roster-source';

/** What changes who is still to be called, so that the roster has to be gone through again. */
const ROSTER_TERMS: readonly string[] = ['maxRetries', 'retryOn', 'retryRules'];

/** In what a copy differs from its original. */
type Differences = Pick<Campaign, 'name'> &
  Partial<Pick<Campaign, 'sourceCampaignId' | 'sourceOutcomes'>>;

/** The campaigns of an account: what they say. What they do is the business of `CampaignActions`. */
@Injectable()
export class CampaignService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Roster) private readonly roster: Roster,
  ) {}

  async list({ accountId }: Principal, query: CampaignQuery) {
    const page = await keysetPage(
      campaignsThat(this.database, accountId, query),
      query,
      CAMPAIGN_SORTS,
    );
    const items = await campaignViews(this.database, accountId, page.items, this.clock.now());
    return { ...page, items };
  }

  /** @throws NotFound `campaign.not-found` */
  async get({ accountId }: Principal, id: number, db: EntityManager = this.database.manager) {
    const campaign = await findCampaign(db, accountId, id);
    const [view] = await campaignViews(db, accountId, [campaign], this.clock.now());
    return view!;
  }

  /** Makes a draft. @throws Conflict `limit.campaigns`, and as {@link refuseUnsound} does */
  async create(user: Principal, given: CampaignInput) {
    const input = asItCounts(given);
    return this.database.transaction(async (db) => {
      await refuseBeyondQuota(db, user.accountId);
      await refuseUnsound(db, user.accountId, input);
      const id = await this.insert(db, user, input);
      await this.record(db, user, id, 'campaign.created');
      return this.get(user, id, db);
    });
  }

  /**
   * Changes a draft as a whole but for its channel, and of a campaign under way what may still change: effective at once.
   * @param version the one that is replaced; where it is not said, any
   * @throws Conflict `campaign.changed-meanwhile`, `campaign.ended`, `campaign.channel-fixed`, `campaign.locked` naming the fields, and as {@link refuseUnsound} does
   */
  async replace(user: Principal, id: number, given: CampaignInput, version?: string) {
    const { accountId } = user;
    const input = asItCounts(given);
    let redraw = false;
    let recall = false;
    const view = await this.database.transaction(async (db) => {
      const campaign = await findCampaign(db, accountId, id, 'lock');
      const before = await this.get(user, id, db);
      refuseOtherVersion(before.version, version, 'campaign');
      const changes = changesOf(inputOf(before), input);
      refuseLocked(campaign, changes, this.clock.now(), input);
      await refuseUnsound(db, accountId, input);
      if (!changes.length) return this.get(user, id, db);

      const changed = (terms: readonly string[]) =>
        isUnderWay(campaign.status) && changes.some(({ field }) => terms.includes(field));
      redraw = changed(ROSTER_TERMS);
      recall = changed(HELD_TERMS);
      await db.getRepository(Campaign).update(
        { accountId, id },
        {
          ...columnsOf(input),
          ...(redraw ? { rosterComplete: false } : {}),
          ...(recall ? { recallHeld: true } : {}),
        },
      );
      if (!isUnderWay(campaign.status)) await writeLinks(db, accountId, id, input);
      await writeRecordings(db, accountId, id, input);
      const detail = Object.fromEntries(
        changes.map(({ field, from, to }) => [field, { from, to }]),
      );
      await this.record(db, user, id, 'campaign.changed', { changes: detail });
      return this.get(user, id, db);
    });
    if (redraw) await this.roster.requestDraw(accountId, id);
    if (recall) await this.roster.requestRecall(accountId, id);
    return view;
  }

  /** A new draft with everything but the history; where its finish has passed, it starts now and takes as long. */
  async duplicate(user: Principal, id: number) {
    return this.database.transaction(async (db) => {
      const { name } = await findCampaign(db, user.accountId, id);
      const copy = await this.copy(db, user, id, { name: nameWith(name, ' (copy)') });
      await this.record(db, user, copy, 'campaign.duplicated', { of: id, ofName: name });
      return this.get(user, copy, db);
    });
  }

  /**
   * Inserts a draft with everything of a campaign but its history, gateways that were taken away since, and what
   * differs, in the caller's transaction.
   * Answers its id. @throws Conflict `limit.campaigns`
   */
  async copy(db: EntityManager, user: Principal, id: number, differs: Differences) {
    const original = await this.get(user, id, db);
    await refuseBeyondQuota(db, user.accountId);
    const { sourceCampaignId, sourceOutcomes } = { ...original, ...differs };
    const gatewayIds = await usableGateways(db, user.accountId, original.gatewayIds);
    const input = { ...inputOf(original), gatewayIds, name: differs.name };
    const now = this.clock.now();
    if (original.endsAt <= now) {
      const takes = original.endsAt.getTime() - original.startsAt.getTime();
      input.startsAt = now.toISOString();
      input.endsAt = new Date(now.getTime() + takes).toISOString();
    }
    return this.insert(db, user, input, { sourceCampaignId, sourceOutcomes });
  }

  /**
   * Deletes a draft. A campaign that was started keeps its row, for its calls keep its name; its subscribers
   * and queue go in the background.
   * @throws Conflict `campaign.under-way` or `campaign.calls-under-way`
   */
  async remove(user: Principal, id: number): Promise<void> {
    const { accountId } = user;
    const wasStarted = await this.database.transaction(async (db) => {
      const campaign = await findCampaign(db, accountId, id, 'lock');
      await refuseUnderWay(db, campaign);
      await refuseIfSource(db, campaign);
      await this.record(db, user, id, 'campaign.deleted', { name: campaign.name });
      if (!campaign.startedAt) {
        await db.getRepository(Campaign).delete({ accountId, id });
        return false;
      }
      await db.getRepository(Campaign).update({ accountId, id }, { deletedAt: this.clock.now() });
      // What it names is free to go, even where nothing cascades.
      await writeLinks(db, accountId, id, {
        phonebookIds: [],
        gatewayIds: [],
        suppressionListIds: [],
      });
      return true;
    });
    if (wasStarted) await this.roster.requestClearing(accountId, id);
  }

  private async insert(
    db: EntityManager,
    { accountId }: Principal,
    input: CampaignInput,
    source: Partial<Campaign> = {},
  ) {
    const columns = { ...columnsOf(input), ...source, accountId };
    const campaign = db.getRepository(Campaign).create(columns);
    const { generatedMaps } = await db.getRepository(Campaign).insert(campaign);
    const { id } = generatedMaps[0] as Campaign;
    await writeLinks(db, accountId, id, input);
    await writeRecordings(db, accountId, id, input);
    return id;
  }

  /** Writes what was done to a campaign into its record, and tells the panel of it. */
  async record(
    db: EntityManager,
    user: Principal,
    id: number,
    action: string,
    detail: Record<string, unknown> = {},
  ): Promise<void> {
    await this.audit.record(db, user, { action, entity: 'campaign', entityId: id, detail });
    await this.notifications.publish(db, { accountId: user.accountId, topic: 'campaign', id });
  }
}

/** Those of the gateways that the account may still use, in their order. */
async function usableGateways(
  db: EntityManager,
  accountId: number,
  gatewayIds: readonly number[],
): Promise<number[]> {
  const rows = await db.query<{ id: number }[]>(
    `select gateway_id as id from gateway_grant
      where account_id = $1 and gateway_id = any($2) and withdrawn_at is null`,
    [accountId, gatewayIds],
  );
  const usable = new Set(rows.map(({ id }) => id));
  return gatewayIds.filter((id) => usable.has(id));
}
