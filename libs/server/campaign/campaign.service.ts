import { Account, AuditService, Principal } from '@belltower/auth';
import {
  Clock,
  Conflict,
  containing,
  Invalid,
  keysetPage,
  KeysetSorts,
  NotFound,
  Notifications,
} from '@belltower/core';
import {
  CampaignInput,
  CampaignQuery,
  CampaignStatus,
  canonicalQuestions,
  canonicalRules,
  CHANNEL_WORDS,
  FieldProblem,
  placeholdersIn,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { writeRecordings } from './campaign.audio';
import { callerIdProblems } from './campaign.caller-id';
import { Campaign } from './campaign.entity';
import { writeLinks } from './campaign.links';
import { refuseBeyondQuota } from './campaign.quota';
import { refuseUnknownReferences } from './campaign.references';
import { asItCounts, Change, changesOf, limitProblems, lockedProblems } from './campaign.rules';
import { hasEnded, isUnderWay } from './campaign.status';
import { campaignViews } from './campaign.view';
import { HELD_TERMS } from './held-numbers';
import { Roster } from './roster';
import { refuseIfSource } from './roster-source';

const SORTS: KeysetSorts = {
  columns: {
    name: { expression: 'lower(campaign.name)', type: 'text' },
    status: { expression: 'campaign.status', type: 'text' },
    callsPerMinute: { expression: 'campaign.calls_per_minute', type: 'bigint' },
    startsAt: { expression: 'campaign.starts_at', type: 'timestamptz' },
    endsAt: { expression: 'campaign.ends_at', type: 'timestamptz' },
    createdAt: { expression: 'campaign.created_at', type: 'timestamptz' },
  },
  fallback: '-createdAt',
  id: 'campaign.id',
};

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
    const campaigns = this.database
      .createQueryBuilder(Campaign, 'campaign')
      .where('campaign.account_id = :accountId and campaign.deleted_at is null', { accountId });
    const { q, status, channel, phonebookId } = query;
    if (q) campaigns.andWhere('campaign.name ilike :q', { q: containing(q) });
    if (status?.length) campaigns.andWhere('campaign.status in (:...status)', { status });
    if (channel) campaigns.andWhere('campaign.channel = :channel', { channel });
    if (phonebookId)
      campaigns.andWhere(
        `exists (select from campaign_phonebook link where link.account_id = campaign.account_id
           and link.campaign_id = campaign.id and link.phonebook_id = :phonebookId)`,
        { phonebookId },
      );
    const page = await keysetPage(campaigns, query, SORTS);
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
      await this.refuseUnsound(db, user.accountId, input);
      const id = await this.insert(db, user, input);
      await this.record(db, user, id, 'campaign.created');
      return this.get(user, id, db);
    });
  }

  /**
   * Changes a draft as a whole but for its channel, and of a campaign under way what may still change: effective at once.
   * @throws Conflict `campaign.ended`, `campaign.channel-fixed`, `campaign.locked` naming the fields, and as {@link refuseUnsound} does
   */
  async replace(user: Principal, id: number, given: CampaignInput) {
    const { accountId } = user;
    const input = asItCounts(given);
    let redraw = false;
    let recall = false;
    const view = await this.database.transaction(async (db) => {
      const campaign = await findCampaign(db, accountId, id, 'lock');
      const changes = changesOf(inputOf(await this.get(user, id, db)), input);
      refuseLocked(campaign, changes, this.clock.now(), input);
      await this.refuseUnsound(db, accountId, input);
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
      await this.refuseUnderWay(db, campaign);
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

  /**
   * What the classes of the contract cannot check: limits and what belongs to the account.
   * @throws Invalid `campaign.limit`, `campaign.gateway-channel` or `campaign.caller-id`
   * @throws NotFound `campaign.reference-not-found`
   */
  private async refuseUnsound(db: EntityManager, accountId: number, input: CampaignInput) {
    const account = await db.getRepository(Account).findOneByOrFail({ id: accountId });
    const problems = limitProblems(input, account);
    if (problems[0]) throw new Invalid('campaign.limit', problems[0].message, problems);
    await refuseUnknownReferences(db, accountId, input);
    const [refused] = await callerIdProblems(db, input);
    if (refused) throw new Invalid('campaign.caller-id', `${refused.message}.`, [refused]);
  }

  private async refuseUnderWay(db: EntityManager, { accountId, id, name, status }: Campaign) {
    if (status === CampaignStatus.Running)
      throw new Conflict('campaign.under-way', `“${name}” is running. Stop it first.`);
    const [{ calls }] = await db.query<[{ calls: number }]>(
      'select count(*) as calls from inflight where account_id = $1 and campaign_id = $2',
      [accountId, id],
    );
    if (calls)
      throw new Conflict(
        'campaign.calls-under-way',
        `“${name}” still has ${calls} calls on the line. Wait for them, or stop it and hang up.`,
      );
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

/** @throws NotFound `campaign.not-found`; with `lock`, its status cannot change until the transaction ends */
export async function findCampaign(
  db: EntityManager,
  accountId: number,
  id: number,
  lock?: 'lock',
): Promise<Campaign> {
  const found = db
    .createQueryBuilder(Campaign, 'campaign')
    .where('campaign.account_id = :accountId and campaign.id = :id', { accountId, id })
    .andWhere('campaign.deleted_at is null');
  // Foreign keys share the row's key, which only a stronger lock would keep from them.
  if (lock) found.setLock('for_no_key_update');
  const campaign = await found.getOne();
  if (!campaign) throw new NotFound('campaign.not-found', 'There is no such campaign.');
  return campaign;
}

type CampaignRecord = Awaited<ReturnType<CampaignService['get']>>;

/** What a campaign may leave blank, and so has no default that would name it. */
const OPTIONAL = [
  'description',
  'callerId',
  'callerName',
  'audioId',
  'language',
  'optOutKey',
  'optOutAudioId',
  'optOutConfirmation',
  'stopConfirmation',
  'repeatKey',
  'transferKey',
  'transferNumber',
  'recordAudioId',
  'recordPrompt',
  'goodbyeAudioId',
  'goodbye',
  'channels',
] as const;

export function inputOf(campaign: CampaignRecord): CampaignInput {
  const given = campaign as unknown as Record<string, unknown>;
  const names = Object.keys(new CampaignInput());
  const values = [...names, ...OPTIONAL].map((name) => [name, given[name]]);
  return { ...(Object.fromEntries(values) as CampaignInput), ...instantsOf(campaign) };
}

const instantsOf = ({ startsAt, endsAt }: Campaign) => ({
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
});

type Optional = { [Name in (typeof OPTIONAL)[number]]: NonNullable<CampaignInput[Name]> | null };

export function columnsOf(input: CampaignInput) {
  const { phonebookIds, gatewayIds, suppressionListIds, startsAt, endsAt, ...columns } = input;
  return {
    ...(columns as Required<typeof columns>),
    // What is left blank is null, so that a replaced campaign keeps nothing that was taken out.
    ...(Object.fromEntries(OPTIONAL.map((name) => [name, input[name] ?? null])) as Optional),
    message: input.message ?? '',
    questions: canonicalQuestions(input.questions ?? []),
    recordSeconds: input.recordSeconds!,
    placeholders: placeholdersIn(input),
    retryOn: input.retryOn,
    retryRules: canonicalRules(input.retryRules ?? []),
    excludedDates: input.excludedDates ?? [],
    callsPerMinute: input.callsPerMinute!,
    ringTimeoutSeconds: input.ringTimeoutSeconds!,
    maxCallSeconds: input.maxCallSeconds!,
    maxRetries: input.maxRetries!,
    retryAfterSeconds: input.retryAfterSeconds!,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
  };
}

function refuseLocked(
  { status, name, channel }: Campaign,
  changes: readonly Change[],
  now: Date,
  { endsAt }: CampaignInput,
): void {
  if (hasEnded(status))
    throw new Conflict(
      'campaign.ended',
      `“${name}” has ended. Duplicate it to ${CHANNEL_WORDS[channel].call} again.`,
    );
  if (changes.some(({ field }) => field === 'channel')) {
    const message = 'The channel of a campaign cannot change: make a new one';
    throw new Conflict('campaign.channel-fixed', `${message}.`, [{ field: 'channel', message }]);
  }
  if (!isUnderWay(status)) return;
  const locked: FieldProblem[] = lockedProblems(changes);
  if (locked[0]) throw new Conflict('campaign.locked', locked[0].message, locked);
  if (changes.some(({ field }) => field === 'endsAt') && new Date(endsAt) <= now) {
    const message = 'This finish has passed. Stop the campaign to end it now.';
    throw new Invalid('campaign.finish-passed', message, [{ field: 'endsAt', message }]);
  }
}

/** A name with something behind it, cut to the longest that a campaign may have. */
export const nameWith = (name: string, more: string) => name.slice(0, 120 - more.length) + more;
