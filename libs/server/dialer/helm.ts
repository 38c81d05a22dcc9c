import { campaignHold } from '@belltower/campaign';
import { Clock } from '@belltower/core';
import { AccountStatus, HoldReason } from '@belltower/dto';
import { Claim, ClaimedCall, Route } from './claim';
import { EndedCall } from './clerk';
import { Contender, Grant, PacedCall, Pacer } from './pacer';
import { HandOver, MOST_LATE_MS } from './hand-over';
import { MinuteCount } from './minute-count';
import { QueueState } from './queue-state';
import { RunningCampaign } from './survey';
import { Switchboard } from './switchboard';

/** Why a campaign makes no calls now, and when that may change; `heldBy` null while it calls. */
export interface Held {
  heldBy: HoldReason | null;
  heldUntil: Date | null;
}

/** Most calls that are handed out in one go. */
const MOST_AT_ONCE = 400;

/**
 * All that the leader knows while it leads, in memory: which campaigns run, what is on the wire, what the pace allows.
 * Made anew from the database by whoever leads next.
 */
export class Helm {
  readonly pacer = new Pacer();
  readonly switchboard: Switchboard;
  readonly handOver = new HandOver();
  campaigns: RunningCampaign[] = [];
  private byKey = new Map<string, RunningCampaign>();
  /** What holds campaigns as a whole, as of the last survey; the claim itself knows better. */
  private holds = new Map<string, Held | null>();
  private readonly queues = new Map<string, QueueState>();
  private readonly minutes = new Map<string, MinuteCount>();
  private wire = new Map<string, PacedCall>();
  /** Calls that ended while the ledger was being read: the reading still lists them. */
  private endedWhileReading: Set<string> | null = null;

  constructor(private readonly clock: Clock) {
    this.switchboard = new Switchboard(clock);
  }

  /** Takes over what a survey has found. */
  setCampaigns(campaigns: readonly RunningCampaign[]): void {
    const now = performance.now();
    this.campaigns = [...campaigns];
    this.byKey = new Map(campaigns.map((campaign) => [campaign.key, campaign]));
    this.holds = new Map(campaigns.map((campaign) => [campaign.key, this.whole(campaign)]));
    for (const campaign of campaigns) {
      const { key, callsPerMinute, channels, accountId } = campaign;
      this.pacer.setCampaign(key, { callsPerSecond: callsPerMinute / 60, channels }, now);
      const perMinute = campaign.accountCallsPerMinute;
      const account = {
        callsPerSecond: perMinute === null ? null : perMinute / 60,
        channels: campaign.accountChannels,
      };
      this.pacer.setAccount(accountId, account, now);
    }
    const keys = new Set(this.byKey.keys());
    this.pacer.keepOnly(keys, now);
    for (const key of this.queues.keys()) if (!keys.has(key)) this.queues.delete(key);
    for (const key of this.minutes.keys()) if (!keys.has(key)) this.minutes.delete(key);
    for (const { id, callsPerSecond, channels } of this.switchboard.all())
      this.pacer.setGateway(id, { callsPerSecond, channels }, now);
  }

  campaign(key: string): RunningCampaign | undefined {
    return this.byKey.get(key);
  }

  queue(key: string): QueueState {
    const queue = this.queues.get(key) ?? new QueueState();
    this.queues.set(key, queue);
    return queue;
  }

  /** Looks at whole queues again: of a campaign, or of all campaigns of an account. */
  stir(accountId: number, campaignId?: number): void {
    for (const { key, accountId: owner, id } of this.campaigns)
      if (owner === accountId && (campaignId === undefined || campaignId === id))
        this.queue(key).reset();
  }

  /** Campaigns that are open and whose queue is waiting for its time. */
  dryCampaigns(): RunningCampaign[] {
    const now = performance.now();
    return this.campaigns.filter(({ key }) => this.queue(key).isDry(now));
  }

  /** What may be placed, as of `leadMs` from now. */
  plan(leadMs: number): Grant[] {
    const now = performance.now();
    const placing = this.handOver.begin(now, leadMs);
    this.pacer.allowLateness(leadMs ? MOST_LATE_MS : 0);
    const contenders: Contender[] = [];
    for (const campaign of this.campaigns) {
      if (this.holds.get(campaign.key) || this.queue(campaign.key).isDry(now)) continue;
      if (this.pacer.campaign(campaign.key).room(placing) === 0) continue;
      const gatewayIds = campaign.gatewayIds.filter((id) => this.switchboard.isUsable(id));
      if (gatewayIds.length)
        contenders.push({ key: campaign.key, accountId: campaign.accountId, gatewayIds });
    }
    return contenders.length ? this.pacer.plan(contenders, MOST_AT_ONCE, placing) : [];
  }

  /** A campaign's gateways with what each may take of a grant. */
  routes(campaign: RunningCampaign, grant: Grant): Route[] {
    return campaign.gatewayIds.flatMap((gatewayId) => {
      const gateway = this.switchboard.get(gatewayId);
      if (!gateway) return [];
      const { allowedPrefixes, callerId } = gateway;
      return [{ gatewayId, allowedPrefixes, callerId, quota: grant.byGateway.get(gatewayId) ?? 0 }];
    });
  }

  /** @param issuedAt when the claim was begun */
  claimed({ key }: RunningCampaign, claim: Claim, most: number, issuedAt: number): void {
    const now = performance.now();
    const placing = this.handOver.placing(this.handOver.aheadMs ? issuedAt : now);
    this.queue(key).claimed(claim, most, now);
    const byGateway = new Map<number, number>();
    for (const { accountId, id, gatewayId } of claim.calls) {
      this.wire.set(`${accountId}/${id}`, { key, accountId, gatewayId });
      byGateway.set(gatewayId, (byGateway.get(gatewayId) ?? 0) + 1);
    }
    this.minute(key).add(claim.calls.length, now);
    const accountId = claim.calls[0]?.accountId ?? 0;
    for (const [gatewayId, calls] of byGateway)
      this.pacer.placed({ key, accountId, gatewayId }, calls, placing);
  }

  /** A call is over, or has been given back. */
  ended(call: Pick<ClaimedCall, 'accountId' | 'id' | 'campaignId'>): void {
    const name = `${call.accountId}/${call.id}`;
    this.endedWhileReading?.add(name);
    const paced = this.wire.get(name);
    if (!paced) return;
    this.wire.delete(name);
    this.pacer.ended(paced);
  }

  learn(ended: EndedCall): void {
    this.ended(ended.call);
    this.switchboard.ended(ended);
  }

  /** Counts again what is on the wire. No claim may run meanwhile. */
  async recount(read: () => Promise<Map<string, PacedCall>>): Promise<void> {
    this.endedWhileReading = new Set();
    try {
      const wire = await read();
      for (const name of this.endedWhileReading) wire.delete(name);
      this.wire = wire;
      this.pacer.setInUse(wire.values());
    } finally {
      this.endedWhileReading = null;
    }
  }

  callsLastMinute(key: string): number {
    return this.minute(key).total(performance.now());
  }

  /** Calls of everybody, by account. */
  callsNow(): Map<number, number> {
    const calls = new Map<number, number>();
    for (const { accountId } of this.wire.values())
      calls.set(accountId, (calls.get(accountId) ?? 0) + 1);
    return calls;
  }

  /** Whether nothing of it is on the wire or waits for a later time. */
  mayBeDone({ key, rosterComplete, endsAt }: RunningCampaign): boolean {
    if (this.pacer.campaign(key).inUse > 0) return false;
    return endsAt <= this.clock.now() || (rosterComplete && this.queue(key).empty);
  }

  /** Why a campaign makes no calls now. */
  hold(campaign: RunningCampaign): Held {
    const whole = this.holds.get(campaign.key);
    if (whole) return whole;
    const now = performance.now();
    const { key, accountId, gatewayIds } = campaign;
    const queue = this.queue(key);
    if (queue.isDry(now)) {
      const heldUntil = queue.empty
        ? null
        : new Date(this.clock.now().getTime() + queue.dryUntil - now);
      return { heldBy: queue.empty ? null : HoldReason.WaitingForRetry, heldUntil };
    }
    if (!gatewayIds.some((id) => this.switchboard.get(id)?.enabled))
      return { heldBy: HoldReason.NoGateway, heldUntil: null };
    const up = gatewayIds.filter((id) => this.switchboard.isUp(id));
    if (!up.length) return { heldBy: HoldReason.GatewayDown, heldUntil: null };
    const resting = up.map((id) => this.switchboard.restingUntil(id));
    if (resting.every((until) => until !== null))
      return { heldBy: HoldReason.GatewayBackOff, heldUntil: new Date(Math.min(...resting)) };
    const usable = up.filter((_, index) => resting[index] === null);
    const reason = this.pacer.hold({ key, accountId, gatewayIds: usable });
    // Waiting for the next beat of the pace is calling.
    return { heldBy: reason === 'pace' ? null : (reason as HoldReason), heldUntil: null };
  }

  private minute(key: string): MinuteCount {
    const minute = this.minutes.get(key) ?? new MinuteCount();
    this.minutes.set(key, minute);
    return minute;
  }

  /** What holds a campaign as a whole: its account, or its schedule. */
  private whole(campaign: RunningCampaign): Held | null {
    if (campaign.accountStatus === AccountStatus.Suspended)
      return { heldBy: HoldReason.AccountSuspended, heldUntil: null };
    const hold = campaignHold(campaign, this.clock.now());
    return hold && { heldBy: hold.reason, heldUntil: hold.opensAt };
  }
}
