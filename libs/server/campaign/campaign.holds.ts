import { Account, AccountService, Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { AccountStatus, CampaignHoldView, CampaignStatus, HoldReason } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { accountHoursOf } from './account-hours';
import { forbiddingLimit } from './account-limits';
import { CampaignCounters, countersOf, hasDialer } from './campaign.counters';
import { Campaign } from './campaign.entity';
import { startedBefore } from './campaign.readiness';
import { findCampaign } from './campaign.find';
import { hasEnded } from './campaign.status';
import { campaignHold } from './eligibility';
import { heldCounts } from './held-numbers';
import { LoggedHold } from './hold-log';
import { aheadSql, LOOKED_UP, SUPPRESSED_AHEAD } from './queue-holds.sql';

type Hold = Omit<CampaignHoldView, 'nextAt' | 'since'> & {
  nextAt: Date | null;
  since: Date | null;
};

/** Most numbers that wait for the same reason that are counted for one answer. */
const COUNTED = 10_000;

/** Why a campaign, or part of it, is not being called at this moment. */
@Injectable()
export class CampaignHolds {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountService) private readonly accounts: AccountService,
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

  /** What holds everybody, most lasting first. */
  async wholeCampaign(
    campaign: Campaign,
    { byState, gauge }: CampaignCounters,
    now: Date,
  ): Promise<Hold[]> {
    const left = byState.waiting + byState.retry;
    const holds: Hold[] = [];
    const logged = await this.logged(campaign);
    const add = (
      reason: HoldReason,
      { nextAt = null, detail = null }: Partial<Pick<Hold, 'nextAt' | 'detail'>> = {},
    ) => {
      if (holds.some((hold) => hold.reason === reason)) return;
      const common = { wholeCampaign: true, subscribers: left, atLeast: false };
      const since = logged?.reason === reason ? logged.since : null;
      holds.push({ reason, ...common, nextAt, detail, since });
    };
    const account = await this.accounts.get(campaign.accountId);
    const held = campaignHold({ ...campaign, accountHours: accountHoursOf(account) }, now);
    if (held) add(held.reason, { nextAt: held.opensAt });
    if (campaign.status !== CampaignStatus.Running) return holds;
    if (account.status === AccountStatus.Suspended) add(HoldReason.AccountSuspended);
    const before = await startedBefore(this.database, campaign);
    const detail = forbiddingLimit(account, campaign.channel, before);
    if (detail) add(HoldReason.AccountLimit, { detail });
    const gateways = await this.gatewaysOf(campaign);
    const names = gateways.map(({ name }) => name).join(', ');
    const enabled = gateways.filter((gateway) => gateway.enabled);
    if (!enabled.length) add(HoldReason.NoGateway, { detail: names && `Switched off: ${names}` });
    else if (enabled.every(({ down }) => down))
      add(HoldReason.GatewayDown, {
        detail: `Down: ${enabled.map(({ name }) => name).join(', ')}`,
      });
    if (!(await hasDialer(this.database, now))) add(HoldReason.NoDialer);
    else if (gauge?.heldBy)
      add(gauge.heldBy, { nextAt: gauge.heldUntil, detail: limitsOf(gauge.heldBy, account) });
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
      detail: null,
      since: null,
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
  private async suppressedAhead({ accountId, id }: Campaign) {
    const [{ looked, found }] = await this.database.query<[{ looked: number; found: number }]>(
      `select count(*) as looked, count(*) filter (where ${SUPPRESSED_AHEAD}) as found
         from ${aheadSql('$1', '$2')}`,
      [accountId, id],
    );
    return { subscribers: found, atLeast: looked === LOOKED_UP };
  }

  private async logged({ accountId, id }: Campaign): Promise<LoggedHold | undefined> {
    const [row] = await this.database.query<LoggedHold[]>(
      'select reason, since from campaign_hold where account_id = $1 and campaign_id = $2',
      [accountId, id],
    );
    return row;
  }

  private gatewaysOf({ accountId, id }: Campaign) {
    return this.database.query<HeldGateway[]>(
      `select gateway.name, gateway.enabled, gateway.status = 'down' as down
         from campaign_gateway link join gateway on gateway.id = link.gateway_id
        where link.account_id = $1 and link.campaign_id = $2 order by link.position`,
      [accountId, id],
    );
  }
}

interface HeldGateway {
  name: string;
  enabled: boolean;
  down: boolean;
}

function limitsOf(heldBy: HoldReason, { maxChannels }: Account): string | null {
  if (heldBy !== HoldReason.AccountLimit || maxChannels === null) return null;
  return `The account’s limit “Channels” is ${maxChannels.toLocaleString('en')}, and as many calls are on the line`;
}
