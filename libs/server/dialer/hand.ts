import { DialGateway, GatewayLines } from '@belltower/gateway';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Branches } from './branches';
import { campaignOrders } from './campaign-orders';
import { ClaimedCall } from './claim';
import { Departure, Departures } from './departures';
import { Held, Outlet, Placer } from './placer';
import { MOST_LATE_MS } from './placing-time';
import { release } from './release';
import { Script } from './script';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';
import { campaignKey } from './survey';
import { GivenCall, givenCalls } from './take-over';
import { unwantedCalls } from './unwanted-calls';

/** Calls of one gateway, and so of one channel, that leave together. */
interface Group {
  gatewayId: number;
  placer: Placer;
  departure: Departure;
  calls: Held[];
}

/** Calls that have left, and when on the monotonic clock. */
export interface Left {
  calls: readonly ClaimedCall[];
  at: number;
}

const RETRY_RELEASE_MS = 250;

/** Calls that come back at about the same time go back in one statement. */
const GATHER_MS = 10;
const MOST_TOGETHER = 200;

/** Calls that leave with less delay than this were in time. */
const PUNCTUAL_MS = 2;

/**
 * Holds the attempts of either channel that are handed to this process from the ledger's row to the written end: has each
 * placed at its time, or gives it back to the queue. To it all of them are calls.
 */
@Injectable()
export class Hand {
  /** Claims that were not placed, and are in the queue again. */
  readonly givenBack = new Subject<readonly ClaimedCall[]>();
  /** Calls that this process had planned itself and that left later than planned. */
  readonly left = new Subject<Left>();
  /** Calls over this gateway cannot even be tried. */
  readonly unusable = new Subject<number>();
  /** Calls left later than they should: whoever plans should leave more time. */
  readonly late = new Subject<void>();
  /** Calls came so late that they cannot be placed: whoever plans should give this process fewer as well. */
  readonly tooLate = new Subject<void>();

  private readonly logger = new Logger(Hand.name);
  private readonly held = new Map<number, Held>();
  /** Ids let go of while the ledger was being read: that reading still lists them. */
  private letGo: Set<number> | null = null;
  private lookAgain = false;
  private gateways = new Map<number, DialGateway>();
  private stopping = false;
  private returning: Held[] = [];
  private returned?: Promise<void>;

  constructor(
    @Inject(SessionPool) private readonly db: SessionPool,
    @Inject(GatewayLines) private readonly lines: GatewayLines,
    @Inject(Branches) private readonly branches: Branches,
    @Inject(Departures) private readonly departures: Departures,
    @Inject(ServerClock) private readonly clock: ServerClock,
  ) {}

  /** Lets go of calls when their end is written. */
  start({ written }: Pick<Branches, 'written'>): void {
    written.subscribe((batch) => batch.forEach(({ call }) => this.forget(call.id)));
  }

  private campaigns(): { accountId: number; campaignId: number }[] {
    const found = new Map<number, { accountId: number; campaignId: number }>();
    for (const { call } of this.held.values()) found.set(call.campaignId, call);
    return [...found.values()];
  }

  knows(id: number): boolean {
    return this.held.has(id) || (this.letGo?.has(id) ?? false);
  }

  /** Reads how numbers are to be written for each gateway. */
  async refresh(): Promise<DialGateway[]> {
    const gateways = await this.lines.gateways();
    this.gateways = new Map(gateways.map((gateway) => [gateway.id, gateway]));
    return gateways;
  }

  /**
   * Looks into the ledger for calls that are given to this process: the leader's notice is only a hint. One that ends
   * while the ledger is being read is not taken for a new one.
   */
  async lookForCalls(dialerId: string): Promise<void> {
    this.lookAgain = true;
    while (this.lookAgain && !this.letGo) {
      this.lookAgain = false;
      this.letGo = new Set();
      try {
        await this.look(dialerId);
      } finally {
        this.letGo = null;
      }
    }
  }

  /**
   * Places calls whose claim has been committed, each at its time. One that is known already is not
   * placed again.
   */
  take(
    calls: readonly ClaimedCall[],
    script: Script,
    departureOf: (call: ClaimedCall) => Departure,
  ): void {
    const groups = new Map<string, Group>();
    for (const call of calls) {
      if (this.knows(call.id)) continue;
      const held = this.hold(call, script);
      const { gatewayId, placeAt } = call;
      const name = `${gatewayId} ${placeAt}`;
      const group = groups.get(name);
      if (group) {
        group.calls.push(held);
        continue;
      }
      const placer = this.branches.placerOf(call);
      groups.set(name, { gatewayId, placer, departure: departureOf(call), calls: [held] });
    }
    for (const group of groups.values()) this.await(group);
  }

  /**
   * Does what the campaigns of its calls want now: ends calls on the line, and places no more of what is closed. What
   * its gateway has not been told of is called back, and so is what goes to a number that must not be reached any more.
   */
  async obey(): Promise<void> {
    const orders = await campaignOrders(this.db, this.campaigns(), this.clock.now());
    const keyOf = ({ accountId, campaignId }: ClaimedCall) => campaignKey(accountId, campaignId);
    if (orders.hangUp.size) this.hangUp((call) => orders.hangUp.has(keyOf(call)));
    if (orders.closed.size) {
      const isClosed = (call: ClaimedCall) => orders.closed.has(keyOf(call));
      this.recall(isClosed);
      await this.withdraw(isClosed);
    }
    await this.recallUnwanted();
  }

  /** Ends calls whose driver has forgotten them. Call it every second. */
  watch(): void {
    this.forEach((held, placer) => placer.watch(held));
  }

  /**
   * Takes no more calls, lets those there are go on for a while, then hangs up. Resolves when all of them are with whoever
   * writes them.
   */
  async drain(seconds: number): Promise<void> {
    this.stopping = true;
    this.recall(() => true);
    await this.withdraw(() => true);
    await this.empty(seconds * 1_000);
    this.forEach((held, placer) => placer.cutShort(held));
    await this.empty(5_000);
    this.forEach((held, placer) => placer.abandon(held));
    await this.branches.handedIn();
  }

  private async look(dialerId: string): Promise<void> {
    const given = await givenCalls(this.db, dialerId, (id) => this.knows(id), this.clock.now());
    const unwanted = given.filter(({ open }) => !open || this.stopping);
    for (const { call, script, open } of given)
      if (open && !this.stopping) this.take([call], script, byServer);
    await this.decline(unwanted);
  }

  private hold(call: ClaimedCall, script: Script): Held {
    const held = this.branches.placerOf(call).hold(call, script);
    this.held.set(call.id, held);
    return held;
  }

  private forEach(run: (held: Held, placer: Placer) => void): void {
    for (const held of this.held.values()) run(held, this.branches.placerOf(held.call));
  }

  /** Calls that wait for their instant go back to the queue. */
  private async withdraw(isMeant: (call: ClaimedCall) => boolean): Promise<void> {
    const all = [...this.held.values()];
    await this.giveBack(all.filter((held) => isWaiting(held) && isMeant(held.call)));
  }

  private hangUp(isMeant: (call: ClaimedCall) => boolean): void {
    this.forEach((held, placer) => {
      if (isMeant(held.call) && !held.ended) placer.hangUp(held);
    });
  }

  private recall(isMeant: (call: ClaimedCall) => boolean): void {
    this.forEach((held, placer) => {
      if (isMeant(held.call)) placer.recall(held);
    });
  }

  private async recallUnwanted(): Promise<void> {
    const calls: ClaimedCall[] = [];
    this.forEach((held, placer) => {
      if (placer.mayRecall(held)) calls.push(held.call);
    });
    if (!calls.length) return;
    const unwanted = await unwantedCalls(this.db, calls);
    if (unwanted.size) this.recall(({ id }) => unwanted.has(id));
  }

  /** Puts calls back that must not be placed any more. */
  private async decline(unwanted: readonly GivenCall[]): Promise<void> {
    const unknown = unwanted.filter(({ call }) => !this.knows(call.id));
    await this.giveBack(unknown.map(({ call, script }) => this.hold(call, script)));
  }

  private async empty(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    const open = () => [...this.held.values()].some(({ ended }) => !ended);
    while (open() && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 50));
  }

  private await(group: Group): void {
    this.departures.await(group.departure, () => void this.placeAll(group));
  }

  private async placeAll(group: Group): Promise<void> {
    const { gatewayId, calls, departure } = group;
    try {
      const outlet = await group.placer.reach(gatewayId);
      const gateway = this.gateways.get(gatewayId) ?? (await this.gateway(gatewayId));
      if (this.departures.decide(departure) === 'wait') return this.await(group);
      if (gateway && !this.stopping) this.placeInTime(group, outlet, gateway);
    } catch (error) {
      // The gateway has been deleted, or its driver cannot even be made: nothing has been dialled.
      this.logger.warn(`gateway ${gatewayId} cannot be used: ${(error as Error).message}`);
      this.unusable.next(gatewayId);
    }
    await this.giveBack(calls.filter(isWaiting));
  }

  /** Asks before every single call whether it still is in time: this process may be held up between any two. */
  private placeInTime({ calls, departure }: Group, outlet: Outlet, gateway: DialGateway): void {
    for (const held of calls.filter(isWaiting)) {
      const now = performance.now();
      if (this.departures.decide(departure, now) !== 'place') return this.tooLate.next();
      outlet.place(held, gateway);
      if (!('ownAt' in departure)) continue;
      // It has left by now: the machine may have held this process up between the question and the call.
      const at = performance.now();
      const late = at - departure.ownAt;
      if (late > PUNCTUAL_MS) this.left.next({ calls: [held.call], at });
      if (late > MOST_LATE_MS) this.late.next();
    }
  }

  private async gateway(id: number): Promise<DialGateway | undefined> {
    await this.refresh();
    return this.gateways.get(id);
  }

  /** Resolves when they are in the queue again, or it has been tried. */
  private async giveBack(group: readonly Held[]): Promise<void> {
    if (!group.length) return;
    for (const held of group) held.ended = true;
    this.returning.push(...group);
    this.returned ??= this.returnAll();
    await this.returned;
  }

  private async returnAll(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    const all = this.returning.splice(0);
    this.returned = undefined;
    for (const accountId of new Set(all.map(({ call }) => call.accountId))) {
      const some = all.filter(({ call }) => call.accountId === accountId);
      for (let from = 0; from < some.length; from += MOST_TOGETHER)
        await this.release(accountId, some.slice(from, from + MOST_TOGETHER));
    }
  }

  private async release(accountId: number, some: readonly Held[]): Promise<void> {
    const ids = some.map(({ call }) => call.id);
    try {
      await release(this.db, accountId, ids, this.clock.now());
      ids.forEach((id) => this.forget(id));
      this.givenBack.next(some.map(({ call }) => call));
    } catch (error) {
      this.logger.warn(`cannot give back ${ids.length} calls yet: ${(error as Error).message}`);
      setTimeout(() => void this.giveBack(some), RETRY_RELEASE_MS);
    }
  }

  private forget(id: number): void {
    this.held.delete(id);
    this.letGo?.add(id);
  }
}

/** Planned by another process, or by this one before it lost the answer. */
const byServer = ({ placeAt }: ClaimedCall): Departure => ({ serverAt: placeAt });

/** Neither placed nor given back. */
const isWaiting = ({ placed, ended }: Held) => !placed && !ended;
