import { Cap, Meter } from './meter';
import { Sharer, Shares } from './shares';

/** A call, as the pace sees it. */
export interface PacedCall {
  /** The campaign, unique over all accounts. */
  key: string;
  accountId: number;
  gatewayId: number;
}

/** A campaign that has numbers to call now; its gateways in order of preference, without those out of use. */
export type Contender = Sharer;

/** What a campaign may place now, by gateway in its order of preference. */
export interface Grant {
  key: string;
  calls: number;
  byGateway: Map<number, number>;
}

/** What holds a campaign at this moment, seen from the pace. */
export type PaceHold = 'campaign-full' | 'account-limit' | 'gateway-full' | 'pace';

interface Candidate extends Contender {
  grant: Grant;
  /** What is left to it, and by which gateway it would go next. */
  room: number;
  gatewayId: number;
}

/**
 * Decides how many calls each campaign may place now: within the pace and the channels of campaign, account and gateway
 * at once, and in fair shares of a gateway, first among accounts and then among the campaigns of each. Works on a
 * monotonic clock in milliseconds and knows nothing but what it is told.
 */
export class Pacer {
  private readonly campaigns = new Map<string, Meter>();
  private readonly accounts = new Map<number, Meter>();
  private readonly gateways = new Map<number, Meter>();
  private readonly shares = new Shares();

  setCampaign(key: string, cap: Cap, now: number): void {
    meterOf(this.campaigns, key).setCap(cap, now);
  }

  setAccount(accountId: number, cap: Cap, now: number): void {
    meterOf(this.accounts, accountId).setCap(cap, now);
  }

  setGateway(gatewayId: number, cap: Cap, now: number): void {
    meterOf(this.gateways, gatewayId).setCap(cap, now);
  }

  /** Everybody's calls on the wire, as the ledger has them. */
  setInUse(calls: Iterable<PacedCall>): void {
    for (const meters of [this.campaigns, this.accounts, this.gateways])
      for (const meter of meters.values()) meter.inUse = 0;
    for (const call of calls) for (const meter of this.metersOf(call)) meter.inUse++;
  }

  /** Divides up to `most` calls among campaigns that have numbers to call. What is used is told to {@link placed}. */
  plan(contenders: readonly Contender[], most: number, now: number): Grant[] {
    this.shares.among(contenders);
    const rooms = new Rooms(this.accounts, this.gateways, now);
    const all: Candidate[] = contenders.map((contender) => ({
      ...contender,
      grant: { key: contender.key, calls: 0, byGateway: new Map<number, number>() },
      room: meterOf(this.campaigns, contender.key).room(now),
      gatewayId: 0,
    }));
    for (let left = most, hungry = all; left > 0;) {
      hungry = hungry.filter((candidate) => rooms.offer(candidate));
      if (!hungry.length) break;
      const chosen = hungry.reduce((best, other) =>
        this.shares.before(other, other.gatewayId, best, best.gatewayId) ? other : best,
      );
      const calls = hungry.length === 1 ? Math.min(left, rooms.for(chosen)) : 1;
      rooms.take(chosen, calls);
      this.shares.give(chosen, chosen.gatewayId, calls);
      left -= calls;
    }
    return all.map(({ grant }) => grant).filter(({ calls }) => calls > 0);
  }

  placed(call: PacedCall, calls: number, now: number): void {
    for (const meter of this.metersOf(call)) meter.placed(calls, now);
  }

  ended(call: PacedCall): void {
    for (const meter of this.metersOf(call)) meter.inUse = Math.max(0, meter.inUse - 1);
  }

  /** Why a campaign with usable gateways may place nothing now. */
  hold({ key, accountId, gatewayIds }: Contender): PaceHold {
    const account = meterOf(this.accounts, accountId);
    if (account.closed || account.freeChannels === 0) return 'account-limit';
    if (meterOf(this.campaigns, key).freeChannels === 0) return 'campaign-full';
    const full = gatewayIds.every((id) => meterOf(this.gateways, id).freeChannels === 0);
    return full ? 'gateway-full' : 'pace';
  }

  gateway(gatewayId: number): Meter {
    return meterOf(this.gateways, gatewayId);
  }

  campaign(key: string): Meter {
    return meterOf(this.campaigns, key);
  }

  /** Forgets campaigns that are over; one that was paused a moment ago may come back within the same second. */
  keepOnly(keys: ReadonlySet<string>, now: number): void {
    for (const [key, meter] of this.campaigns)
      if (!keys.has(key) && meter.inUse === 0 && meter.callsLastSecond(now) === 0)
        this.campaigns.delete(key);
  }

  private metersOf({ key, accountId, gatewayId }: PacedCall): Meter[] {
    return [
      meterOf(this.campaigns, key),
      meterOf(this.accounts, accountId),
      meterOf(this.gateways, gatewayId),
    ];
  }
}

/** What is left of accounts and gateways while one plan is made. */
class Rooms {
  private readonly byAccount = new Map<number, number>();
  private readonly byGateway = new Map<number, number>();

  constructor(
    private readonly accounts: Map<number, Meter>,
    private readonly gateways: Map<number, Meter>,
    private readonly now: number,
  ) {}

  /** Points a candidate to the first of its gateways that has room; false where nothing is left for it. */
  offer(candidate: Candidate): boolean {
    const free = candidate.gatewayIds.find((id) => this.gatewayRoom(id) > 0);
    if (free === undefined) return false;
    candidate.gatewayId = free;
    return this.for(candidate) > 0;
  }

  for({ room, accountId, gatewayId }: Candidate): number {
    return Math.min(room, this.accountRoom(accountId), this.gatewayRoom(gatewayId));
  }

  take(candidate: Candidate, calls: number): void {
    const { accountId, gatewayId, grant } = candidate;
    this.byAccount.set(accountId, this.accountRoom(accountId) - calls);
    this.byGateway.set(gatewayId, this.gatewayRoom(gatewayId) - calls);
    candidate.room -= calls;
    grant.calls += calls;
    grant.byGateway.set(gatewayId, (grant.byGateway.get(gatewayId) ?? 0) + calls);
  }

  private accountRoom(id: number): number {
    return remembered(this.byAccount, id, () => meterOf(this.accounts, id).room(this.now));
  }

  private gatewayRoom(id: number): number {
    return remembered(this.byGateway, id, () => meterOf(this.gateways, id).room(this.now));
  }
}

function meterOf<K>(meters: Map<K, Meter>, key: K): Meter {
  return remembered(meters, key, () => new Meter());
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
