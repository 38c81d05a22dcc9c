import { AuditService, Principal } from '@belltower/auth';
import { Clock, Conflict, Notifications } from '@belltower/core';
import { CampaignStatus, CHANNEL_WORDS, StopInput } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Campaign } from './campaign.entity';
import { lockGateways, lockPhonebooks } from './campaign.links';
import { missingFor } from './campaign.readiness';
import { findCampaign } from './campaign.find';
import { CAMPAIGN_ACTIONS, CampaignAction } from './campaign.status';
import { Roster } from './roster';

/** What an action does besides changing the status. */
interface Step {
  values?: Partial<Campaign>;
  /** Refuses by throwing. */
  check?: (db: EntityManager, campaign: Campaign) => Promise<void>;
  detail?: Record<string, unknown>;
}

const DONE: Record<CampaignAction, string> = {
  start: 'campaign.started',
  pause: 'campaign.paused',
  resume: 'campaign.resumed',
  stop: 'campaign.stopped',
};

const WHY_NOT: Record<CampaignStatus, string> = {
  [CampaignStatus.Draft]: 'has not been started',
  [CampaignStatus.Running]: 'is running',
  [CampaignStatus.Paused]: 'is paused',
  [CampaignStatus.Stopped]: 'was stopped',
  [CampaignStatus.Finished]: 'has finished',
  [CampaignStatus.Expired]: 'reached its finish time',
};

/** Starting, pausing, resuming and stopping. Asked again of a campaign that is there already, nothing changes. */
@Injectable()
export class CampaignActions {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Roster) private readonly roster: Roster,
  ) {}

  /**
   * Begins calling at once; who is to be called is written down in the background meanwhile.
   * @throws Conflict `campaign.not-ready` with everything that is missing, `campaign.cannot-start`
   */
  async start(user: Principal, id: number): Promise<void> {
    const started = await this.take(user, id, 'start', {
      values: { startedAt: this.clock.now(), rosterComplete: false, hangUp: false },
      check: (db, campaign) => this.refuseUnready(db, campaign),
    });
    if (started) await this.roster.requestDraw(user.accountId, id);
  }

  /** No new call begins; those on the line go on. @throws Conflict `campaign.cannot-pause` */
  async pause(user: Principal, id: number): Promise<void> {
    await this.take(user, id, 'pause', {});
  }

  /** @throws Conflict `campaign.not-ready` with everything that is missing, `campaign.cannot-resume` */
  async resume(user: Principal, id: number): Promise<void> {
    await this.take(user, id, 'resume', {
      check: (db, campaign) => this.refuseUnready(db, campaign),
    });
  }

  /** Ends for good, and if asked the calls on the line too. @throws Conflict `campaign.cannot-stop` */
  async stop(user: Principal, id: number, { hangUp }: StopInput): Promise<void> {
    const values = { endedAt: this.clock.now(), hangUp };
    const changed = await this.take(user, id, 'stop', { values, detail: { hangUp } });
    if (!changed && hangUp) await this.hangUp(user, id);
  }

  /** Answers whether the status changed. */
  private take(user: Principal, id: number, action: CampaignAction, step: Step): Promise<boolean> {
    const { accountId } = user;
    const { from, to } = CAMPAIGN_ACTIONS[action];
    return this.database.transaction(async (db) => {
      // What is checked must still be so at the end: the campaign's links cannot change meanwhile.
      const campaign = await findCampaign(db, accountId, id, step.check && 'lock');
      if (campaign.status === to) return false;
      if (from.includes(campaign.status)) await step.check?.(db, campaign);
      // The one statement that decides: of two at once, the second finds the status changed.
      const { affected } = await db
        .createQueryBuilder()
        .update(Campaign)
        .set({ ...step.values, status: to })
        .where('account_id = :accountId and id = :id and deleted_at is null', { accountId, id })
        .andWhere('status in (:...from)', { from })
        .execute();
      if (!affected) return this.refuseUnlessThere(db, campaign, action);
      await this.audit.record(db, user, {
        action: DONE[action],
        entity: 'campaign',
        entityId: id,
        detail: step.detail,
      });
      await this.notifications.publish(db, { accountId, topic: 'campaign', id });
      return true;
    });
  }

  private async refuseUnlessThere(
    db: EntityManager,
    { accountId, id }: Campaign,
    action: CampaignAction,
  ) {
    const { status, name } = await findCampaign(db, accountId, id);
    if (status === CAMPAIGN_ACTIONS[action].to) return false;
    throw new Conflict(
      `campaign.cannot-${action}`,
      `“${name}” ${WHY_NOT[status]}, so you cannot ${action} it.`,
    );
  }

  private async refuseUnready(db: EntityManager, campaign: Campaign): Promise<void> {
    await lockPhonebooks(db, campaign);
    await lockGateways(db, campaign);
    const missing = await missingFor(db, campaign, this.clock.now());
    if (!missing.length) return;
    throw new Conflict(
      'campaign.not-ready',
      `“${campaign.name}” cannot ${CHANNEL_WORDS[campaign.channel].call} yet. ${missing.map(({ message }) => `${message}.`).join(' ')}`,
      missing,
    );
  }

  private async hangUp(user: Principal, id: number): Promise<void> {
    const { accountId } = user;
    await this.database.transaction(async (db) => {
      const { affected } = await db
        .getRepository(Campaign)
        .update({ accountId, id, hangUp: false }, { hangUp: true });
      if (!affected) return;
      await this.audit.record(db, user, {
        action: 'campaign.hung-up',
        entity: 'campaign',
        entityId: id,
      });
      await this.notifications.publish(db, { accountId, topic: 'campaign', id });
    });
  }
}
