import { campaignHold } from '@belltower/campaign';
import { Clock } from '@belltower/core';
import { AccountStatus, HoldReason } from '@belltower/dto';
import { callerIdShown } from '@belltower/gateway';
import { Atlas } from './atlas';
import { AttemptOver } from './attempt-over';
import { Claim, Route } from './claim';
import { MinuteCount } from './minute-count';
import { Contender, Pacer } from './pacer';
import { MOST_LATE_MS, PlacingTime } from './placing-time';
import { QueueState } from './queue-state';
import { Ration, Slot } from './ration';
import { limiterOf, RunningCampaign } from './survey';
import { Switchboard } from './switchboard';
import { Wire } from './wire';

/** Why a campaign makes no calls now, and when that may change; `heldBy` null while it calls. */
export interface Held {
  heldBy: HoldReason | null;
  heldUntil: Date | null;
}

/** Most calls that are handed out in one go. */
const MOST_AT_ONCE = 800;

/** Our own calls are counted by the instant at which they left, to so many milliseconds. */
export const KNOWN_TO_MS = 3;
/** Nobody is surer of the server's clock than this much worse. */
const MOST_UNSURE_MS = 20;
/** Calls of others count for a second, and longer than the pace is measured. */
const SHARED_MS = 2_000;

/**
 * All that the leader knows while it leads, in memory: which campaigns run, what is on the wire, what the pace allows.
 * Made anew from the database by whoever leads next.
 */
export class Helm {
  readonly pacer = new Pacer();
  readonly switchboard: Switchboard;
  readonly time = new PlacingTime();
  readonly wire = new Wire(this.pacer);
  campaigns: RunningCampaign[] = [];
  private byKey = new Map<string, RunningCampaign>();
  /** What holds campaigns as a whole, as of the last survey; the claim itself knows better. */
  private holds = new Map<string, Held | null>();
  private readonly queues = new Map<string, QueueState>();
  private readonly atlases = new Map<string, Atlas>();
  private readonly minutes = new Map<string, MinuteCount>();
  private sharedAt = -Infinity;

  constructor(private readonly clock: Clock) {
    this.switchboard = new Switchboard(clock);
    this.pacer.allowLateness(KNOWN_TO_MS);
  }

  /**
   * Tells whether other processes place calls too. When those leave is known less well: they may be late, and may be
   * wrong about the server's clock, as this process may be by `unsureMs`.
   */
  shareWith(others: boolean, unsureMs: number, now: number): void {
    if (others) this.sharedAt = now;
    const shared = now - this.sharedAt < SHARED_MS;
    const most = MOST_LATE_MS + 2 * Math.min(unsureMs, MOST_UNSURE_MS);
    this.pacer.allowLateness(shared ? KNOWN_TO_MS + most : KNOWN_TO_MS);
  }

  /** Takes over what a survey has found. */
  setCampaigns(campaigns: readonly RunningCampaign[]): void {
    const now = this.time.last;
    this.campaigns = [...campaigns];
    this.byKey = new Map(campaigns.map((campaign) => [campaign.key, campaign]));
    this.holds = new Map(campaigns.map((campaign) => [campaign.key, this.whole(campaign)]));
    for (const campaign of campaigns) {
      const { key, callsPerMinute, channels } = campaign;
      this.pacer.setCampaign(key, { callsPerSecond: callsPerMinute / 60, channels }, now);
      const perMinute = campaign.accountCallsPerMinute;
      const account = {
        callsPerSecond: perMinute === null ? null : perMinute / 60,
        channels: campaign.accountChannels,
      };
      this.pacer.setAccount(limiterOf(campaign), account, now);
    }
    const keys = new Set(this.byKey.keys());
    this.pacer.keepOnly(keys, now);
    for (const key of this.queues.keys()) if (!keys.has(key)) this.queues.delete(key);
    for (const key of this.atlases.keys()) if (!keys.has(key)) this.atlases.delete(key);
    for (const key of this.minutes.keys()) if (!keys.has(key)) this.minutes.delete(key);
    for (const gateway of this.switchboard.all()) {
      const callsPerSecond = this.switchboard.callsPerSecond(gateway);
      this.pacer.setGateway(gateway.id, { callsPerSecond, channels: gateway.channels }, now);
    }
  }

  campaign(key: string): RunningCampaign | undefined {
    return this.byKey.get(key);
  }

  queue(key: string): QueueState {
    const queue = this.queues.get(key) ?? new QueueState();
    this.queues.set(key, queue);
    return queue;
  }

  /** Where the numbers of a campaign are. */
  atlas(key: string): Atlas {
    const atlas = this.atlases.get(key) ?? new Atlas();
    this.atlases.set(key, atlas);
    return atlas;
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

  /** Campaigns whose queue has run dry since anybody looked for how long. */
  justDry(): RunningCampaign[] {
    return this.campaigns.filter(({ key }) => this.queue(key).ranDry);
  }

  /**
   * What may be placed up to a little ahead of now.
   * @param capacity how much of what can be handed out in one go those who place it keep up with, up to 1
   */
  plan(now: number, capacity: number): Ration[] {
    const steps = this.time.steps(now);
    const contenders = this.contenders(now);
    if (!contenders.length) return [];
    const rations = new Map<string, Slot[]>();
    this.pacer.begin(contenders);
    let left = Math.ceil(MOST_AT_ONCE * capacity);
    for (const at of steps) {
      if (left <= 0) break;
      left -= this.divide(contenders, left, at, rations);
    }
    return [...rations].map(([key, slots]) => ({ key, slots }));
  }

  /** A campaign's gateways, with when each may place calls of a ration. */
  routes(campaign: RunningCampaign, { slots }: Ration, wallTime: (at: number) => Date): Route[] {
    return campaign.gatewayIds.flatMap((gatewayId) => {
      const gateway = this.switchboard.get(gatewayId);
      if (!gateway) return [];
      const { allowedPrefixes } = gateway;
      const callerId = callerIdShown(gateway, campaign.callerId);
      const placeAt = slots
        .filter((slot) => slot.gatewayId === gatewayId)
        .map(({ at }) => wallTime(at));
      return [{ gatewayId, allowedPrefixes, callerId, placeAt }];
    });
  }

  /** Takes note of a claim, and gives back what of its ration was not used: all of it without a claim. */
  claimed(campaign: RunningCampaign, { slots }: Ration, claim: Claim | null): void {
    const calls = claim?.calls ?? [];
    const { key } = campaign;
    this.minute(key).add(calls.length, performance.now());
    // The calls of a gateway have its first instants, in the order of these.
    for (const gatewayId of new Set(slots.map((slot) => slot.gatewayId))) {
      const paced = { key, accountId: limiterOf(campaign), gatewayId };
      const times = slots.filter((slot) => slot.gatewayId === gatewayId).map(({ at }) => at);
      const own = calls.filter((call) => call.gatewayId === gatewayId);
      own.sort((one, other) => one.placeAt - other.placeAt);
      own.forEach((call, index) => this.wire.planned(call, paced, times[index]!));
      for (const at of times.slice(own.length)) this.pacer.withdrawn(paced, at);
    }
  }

  private contenders(now: number): Contender[] {
    return this.campaigns.flatMap((campaign) => {
      const { key, gatewayIds } = campaign;
      if (this.holds.get(key) || this.queue(key).isDry(now)) return [];
      const usable = gatewayIds.filter((id) => this.switchboard.isUsable(id));
      return usable.length ? [{ key, accountId: limiterOf(campaign), gatewayIds: usable }] : [];
    });
  }

  private divide(
    contenders: readonly Contender[],
    most: number,
    at: number,
    rations: Map<string, Slot[]>,
  ): number {
    let given = 0;
    for (const { key, calls, byGateway } of this.pacer.divide(contenders, most, at)) {
      const accountId = limiterOf(this.byKey.get(key)!);
      const slots = rations.get(key) ?? [];
      rations.set(key, slots);
      for (const [gatewayId, count] of byGateway) {
        this.pacer.placed({ key, accountId, gatewayId }, count, at);
        for (let n = 0; n < count; n++) slots.push({ gatewayId, at });
      }
      given += calls;
    }
    return given;
  }

  learn(ended: AttemptOver): void {
    this.wire.ended(ended.call);
    this.switchboard.ended(ended);
  }

  callsLastMinute(key: string): number {
    return this.minute(key).total(performance.now());
  }

  /** Whether nothing of it is on the wire, and nothing can be claimed now: whether anything waits, the tables tell. */
  mayBeDone({ key, rosterComplete, endsAt }: RunningCampaign): boolean {
    if (this.pacer.campaign(key).inUse > 0) return false;
    const isDry = this.queue(key).isDry(performance.now());
    return endsAt <= this.clock.now() || (rosterComplete && isDry);
  }

  /** Why a campaign makes no calls now. */
  hold(campaign: RunningCampaign): Held {
    const whole = this.holds.get(campaign.key);
    if (whole) return whole;
    const now = performance.now();
    const { key, gatewayIds } = campaign;
    const queue = this.queue(key);
    if (queue.isDry(now)) {
      // Two clocks are read, so that a few milliseconds are lost: never say a minute too early.
      const seconds = Math.ceil((this.clock.now().getTime() + queue.dryUntil - now) / 1_000);
      const heldUntil = queue.empty ? null : new Date(seconds * 1_000);
      return {
        heldBy: queue.empty ? null : (queue.heldBy ?? HoldReason.WaitingForRetry),
        heldUntil,
      };
    }
    if (!gatewayIds.some((id) => this.switchboard.get(id)?.enabled))
      return { heldBy: HoldReason.NoGateway, heldUntil: null };
    const up = gatewayIds.filter((id) => this.switchboard.isUp(id));
    if (!up.length) return { heldBy: HoldReason.GatewayDown, heldUntil: null };
    const resting = up.map((id) => this.switchboard.restingUntil(id));
    if (resting.every((until) => until !== null))
      return { heldBy: HoldReason.GatewayBackOff, heldUntil: new Date(Math.min(...resting)) };
    const usable = up.filter((_, index) => resting[index] === null);
    const reason = this.pacer.hold({ key, accountId: limiterOf(campaign), gatewayIds: usable });
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
    if (hold) return { heldBy: hold.reason, heldUntil: hold.opensAt };
    return campaign.accountAllows ? null : { heldBy: HoldReason.AccountLimit, heldUntil: null };
  }
}
