import { Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { CampaignHoldView, CampaignStatus, HoldReason } from '@belltower/dto';
import { suppressedSql } from '@belltower/suppression';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CampaignCounters, countersOf, hasDialer } from './campaign.counters';
import { Campaign } from './campaign.entity';
import { findCampaign } from './campaign.service';
import { hasEnded } from './campaign.status';
import { campaignHold } from './eligibility';
import { heldCounts } from './held-numbers';

type Hold = Omit<CampaignHoldView, 'nextAt'> & { nextAt: Date | null };

/** Most rows of the queue's head that are looked up in do-not-call lists for one answer. */
const LOOKED_UP = 2_000;
/** Most numbers that wait for the same reason that are counted for one answer. */
const COUNTED = 10_000;

/** Why a campaign, or part of it, is not being called at this moment. */
@Injectable()
export class CampaignHolds {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What holds the whole campaign first, then what holds single subscribers. Empty: everybody left is called. */
  async of({ accountId }: Principal, id: number): Promise<Hold[]> {
    const campaign = await findCampaign(this.database.manager, accountId, id);
    const now = this.clock.now();
    const counters = (await countersOf(this.database, accountId, [id], now)).get(id)!;
    const whole = await this.wholeCampaign(campaign, counters, now);
    const single = await this.singleSubscribers(campaign, counters, now);
    return [...whole, ...single.filter(({ subscribers }) => subscribers)];
  }

  private async wholeCampaign(
    campaign: Campaign,
    { byState, gauge }: CampaignCounters,
    now: Date,
  ): Promise<Hold[]> {
    const left = byState.waiting + byState.retry;
    const holds: Hold[] = [];
    const add = (reason: HoldReason, nextAt: Date | null = null) => {
      if (!holds.some((hold) => hold.reason === reason))
        holds.push({ reason, wholeCampaign: true, subscribers: left, atLeast: false, nextAt });
    };
    const held = campaignHold(campaign, now);
    if (held) add(held.reason, held.opensAt);
    if (campaign.status !== CampaignStatus.Running) return holds;
    if (await this.isSuspended(campaign)) add(HoldReason.AccountSuspended);
    if (!(await hasDialer(this.database, now))) add(HoldReason.NoDialer);
    const gateways = await this.gatewaysOf(campaign);
    if (!gateways.enabled) add(HoldReason.NoGateway);
    else if (!gateways.up) add(HoldReason.GatewayDown);
    if (gauge?.heldBy) add(gauge.heldBy, gauge.heldUntil);
    return holds;
  }

  private async singleSubscribers(
    campaign: Campaign,
    counters: CampaignCounters,
    now: Date,
  ): Promise<Hold[]> {
    const { byState, firstCalls, retries } = counters;
    const single = (reason: HoldReason, subscribers: number, more: Partial<Hold> = {}): Hold => ({
      reason,
      wholeCampaign: false,
      subscribers,
      atLeast: false,
      nextAt: null,
      ...more,
    });
    const waiting = hasEnded(campaign.status)
      ? []
      : await heldCounts(this.database, campaign, now, COUNTED);
    const onList = await this.suppressedAhead(campaign);
    return [
      single(HoldReason.BeingCalled, firstCalls + retries),
      ...waiting.map(({ reason, subscribers, ...more }) => single(reason, subscribers, more)),
      single(HoldReason.Suppressed, byState.suppressed + onList.subscribers, {
        atLeast: onList.atLeast,
      }),
      single(HoldReason.AttemptsUsedUp, byState.failed),
      single(HoldReason.Removed, byState.removed),
    ];
  }

  /** Numbers that will leave the queue instead of being called. */
  private async suppressedAhead({ accountId, id, channel }: Campaign) {
    const suppressed = suppressedSql({
      account: 'ahead.account_id',
      campaign: 'ahead.campaign_id',
      number: 'ahead.number',
      channel: '$3::text',
    });
    const [{ looked, found }] = await this.database.query<[{ looked: number; found: number }]>(
      `select count(*) as looked, count(*) filter (where ${suppressed}) as found
         from (select account_id, campaign_id, number from due
                where account_id = $1 and campaign_id = $2
                order by next_attempt_at, subscriber_id limit $4) as ahead`,
      [accountId, id, channel, LOOKED_UP],
    );
    return { subscribers: found, atLeast: looked === LOOKED_UP };
  }

  private async isSuspended({ accountId }: Campaign): Promise<boolean> {
    const [row] = await this.database.query<[{ suspended: boolean }]>(
      `select status = 'suspended' as suspended from account where id = $1`,
      [accountId],
    );
    return row.suspended;
  }

  private async gatewaysOf({ accountId, id }: Campaign) {
    const [row] = await this.database.query<[{ enabled: number; up: number }]>(
      `select count(*) filter (where gateway.enabled) as enabled,
              count(*) filter (where gateway.enabled and gateway.status <> 'down') as up
         from campaign_gateway link join gateway on gateway.id = link.gateway_id
        where link.account_id = $1 and link.campaign_id = $2`,
      [accountId, id],
    );
    return row;
  }
}
