import { Cap, Meter, PaceWindow } from './meter';
import { Sharer, Shares } from './shares';

/** What bounds attempts of an account besides: its id for calls, a name for messages, which have limits of their own. */
export type Limiter = number | string;

/** A call or message, as the pace sees it. */
export interface PacedCall {
  /** The campaign, unique over all accounts. */
  key: string;
  accountId: Limiter;
  gatewayId: number;
}

/** A call of the ledger; connected where its callee speaks with another party, over a channel of its own. */
export interface LedgerCall extends PacedCall {
  connected: boolean;
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
  private readonly window: PaceWindow = { milliseconds: 1_000 };
  private readonly campaigns = new Meters<string>(this.window);
  private readonly accounts = new Meters<Limiter>(this.window);
  private readonly gateways = new Meters<number>(this.window);
  private readonly shares = new Shares();

  /** Calls may be placed so long after the instant that they are counted at; no second is to be overfull for that. */
  allowLateness(milliseconds: number): void {
    this.window.milliseconds = 1_000 + milliseconds;
  }

  setCampaign(key: string, cap: Cap, now: number): void {
    this.campaigns.of(key).setCap(cap, now);
  }

  setAccount(accountId: Limiter, cap: Cap, now: number): void {
    this.accounts.of(accountId).setCap(cap, now);
  }

  setGateway(gatewayId: number, cap: Cap, now: number): void {
    this.gateways.of(gatewayId).setCap(cap, now);
  }

  /** Everybody's calls on the wire, as the ledger has them. */
  setInUse(calls: Iterable<LedgerCall>): void {
    for (const meters of [this.campaigns, this.accounts, this.gateways])
      for (const [, meter] of meters.all()) meter.inUse = 0;
    for (const call of calls) {
      for (const meter of this.metersOf(call)) meter.inUse++;
      if (call.connected) this.connected(call);
    }
  }

  /** Whether account and gateway have a channel left for somebody with whom a callee wants to be connected. */
  mayConnect(call: PacedCall): boolean {
    return this.channelsOf(call).every(({ freeChannels }) => freeChannels > 0);
  }

  /** A call takes a second channel. What a campaign bounds is its calls: to that it is still one. */
  connected(call: PacedCall): void {
    for (const meter of this.channelsOf(call)) meter.inUse++;
  }

  /** The second channel of a call is free again. */
  disconnected(call: PacedCall): void {
    for (const meter of this.channelsOf(call)) meter.inUse = Math.max(0, meter.inUse - 1);
  }

  /** Divides up to `most` calls among campaigns that have numbers to call. What is used is told to {@link placed}. */
  plan(contenders: readonly Contender[], most: number, now: number): Grant[] {
    this.begin(contenders);
    return this.divide(contenders, most, now);
  }

  /** Names those among whom calls are divided from now on. */
  begin(contenders: readonly Contender[]): void {
    this.shares.among(contenders);
  }

  /** As {@link plan}, once more for the same campaigns. */
  divide(contenders: readonly Contender[], most: number, now: number): Grant[] {
    const rooms = new Rooms(this.accounts, this.gateways, now);
    const all: Candidate[] = contenders.map((contender) => ({
      ...contender,
      grant: { key: contender.key, calls: 0, byGateway: new Map<number, number>() },
      room: this.campaigns.of(contender.key).room(now),
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

  /** A call that was planned for this instant is not made after all. */
  withdrawn(call: PacedCall, at: number): void {
    for (const meter of this.metersOf(call)) meter.withdrawn(at);
  }

  /** A call that was planned for one instant has left at another. */
  moved(call: PacedCall, from: number, to: number): void {
    for (const meter of this.metersOf(call)) meter.moved(from, to);
  }

  ended(call: PacedCall): void {
    for (const meter of this.metersOf(call)) meter.inUse = Math.max(0, meter.inUse - 1);
  }

  /** Why a campaign with usable gateways may place nothing now. */
  hold({ key, accountId, gatewayIds }: Contender): PaceHold {
    const account = this.accounts.of(accountId);
    if (account.closed || account.freeChannels === 0) return 'account-limit';
    if (this.campaigns.of(key).freeChannels === 0) return 'campaign-full';
    const full = gatewayIds.every((id) => this.gateways.of(id).freeChannels === 0);
    return full ? 'gateway-full' : 'pace';
  }

  gateway(gatewayId: number): Meter {
    return this.gateways.of(gatewayId);
  }

  campaign(key: string): Meter {
    return this.campaigns.of(key);
  }

  /** Forgets campaigns that are over; one that was paused a moment ago may come back within the same second. */
  keepOnly(keys: ReadonlySet<string>, now: number): void {
    for (const [key, meter] of this.campaigns.all())
      if (!keys.has(key) && meter.inUse === 0 && meter.callsLastSecond(now) === 0)
        this.campaigns.delete(key);
  }

  private metersOf(call: PacedCall): Meter[] {
    return [this.campaigns.of(call.key), ...this.channelsOf(call)];
  }

  private channelsOf({ accountId, gatewayId }: PacedCall): Meter[] {
    return [this.accounts.of(accountId), this.gateways.of(gatewayId)];
  }
}

/** What is left of accounts and gateways while one plan is made. */
class Rooms {
  private readonly byAccount = new Map<Limiter, number>();
  private readonly byGateway = new Map<number, number>();

  constructor(
    private readonly accounts: Meters<Limiter>,
    private readonly gateways: Meters<number>,
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

  private accountRoom(id: Limiter): number {
    return remembered(this.byAccount, id, () => this.accounts.of(id).room(this.now));
  }

  private gatewayRoom(id: number): number {
    return remembered(this.byGateway, id, () => this.gateways.of(id).room(this.now));
  }
}

/** The meters of one level, made when first asked for. */
class Meters<K> {
  private readonly byKey = new Map<K, Meter>();

  constructor(private readonly window: PaceWindow) {}

  of(key: K): Meter {
    return remembered(this.byKey, key, () => new Meter(this.window));
  }

  all(): IterableIterator<[K, Meter]> {
    return this.byKey.entries();
  }

  delete(key: K): void {
    this.byKey.delete(key);
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
