import { Clock } from '@belltower/core';
import { Disposition } from '@belltower/dto';
import { dialled, DialGateway, GatewayLines, ringTimeoutOver } from '@belltower/gateway';
import { CallEvent, HungUp, Telephony } from '@belltower/telephony';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Observable, Subject } from 'rxjs';
import { campaignOrders } from './campaign-orders';
import { ClaimedCall, Script } from './claim';
import { Clerk } from './clerk';
import { Departure, Departures, WhenLate } from './departures';
import { release } from './finish';
import { LiveCall } from './live-call';
import { SessionPool } from './session';
import { campaignKey } from './survey';
import { givenCalls } from './take-over';

/** A call on its way or on the line. */
interface Held {
  live: LiveCall;
  telephony?: Telephony;
  /** On the monotonic clock: when its driver ought to have ended it, and more. */
  deadline: number;
  /** Opt-outs that are being written: the call is not over before they are. */
  facts: Promise<void>[];
  /** We hung up because this process stops. */
  cutShort: boolean;
  ended: boolean;
}

/** Calls of one gateway and instant. */
interface Group extends Departure {
  gatewayId: number;
  calls: Held[];
}

/** What a driver is given beyond ring timeout and longest call before we end the call for it. */
const MARGIN_MS = 15_000;

const RETRY_FACT_MS = 250;

/** Places the calls that are handed to this process, and follows each to its one end. */
@Injectable()
export class Hand {
  /** Claims that were not placed, and are in the queue again. */
  readonly givenBack = new Subject<readonly ClaimedCall[]>();
  /** Calls over this gateway cannot even be tried. */
  readonly unusable = new Subject<number>();
  /** Calls came too late for their instant. */
  readonly late: Observable<void> = this.departures.late;

  private readonly logger = new Logger(Hand.name);
  private readonly held = new Map<number, Held>();
  /** Ids let go of while the ledger was being read: that reading still lists them. */
  private letGo: Set<number> | null = null;
  private lookAgain = false;
  private gateways = new Map<number, DialGateway>();
  private stopping = false;

  constructor(
    @Inject(SessionPool) private readonly db: SessionPool,
    @Inject(GatewayLines) private readonly lines: GatewayLines,
    @Inject(Clerk) private readonly clerk: Clerk,
    @Inject(Departures) private readonly departures: Departures,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.clerk.written.subscribe((batch) => batch.forEach(({ call }) => this.forget(call.id)));
  }

  private campaigns(): { accountId: number; campaignId: number }[] {
    const found = new Map<number, { accountId: number; campaignId: number }>();
    for (const { live } of this.held.values()) found.set(live.call.campaignId, live.call);
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
  take(calls: readonly ClaimedCall[], script: Script, whenLate: WhenLate): void {
    const groups = new Map<string, Group>();
    for (const call of calls) {
      if (this.knows(call.id)) continue;
      const held = this.hold(call, script);
      const { gatewayId, placeAt } = call;
      const name = `${gatewayId} ${placeAt}`;
      const group = groups.get(name);
      if (group) group.calls.push(held);
      else groups.set(name, { ...this.departures.at(placeAt, whenLate), gatewayId, calls: [held] });
    }
    for (const group of groups.values()) this.await(group);
  }

  private await(group: Group): void {
    this.departures.await(group, () => void this.placeAll(group));
  }

  private async look(dialerId: string): Promise<void> {
    const given = await givenCalls(this.db, dialerId, (id) => this.knows(id), this.clock.now());
    for (const { call, script, open } of given) {
      if (open && !this.stopping) this.take([call], script, 'give-back');
      else if (!this.knows(call.id)) await this.decline(call, script);
    }
  }

  private hold(call: ClaimedCall, script: Script): Held {
    const live = new LiveCall(call, script, this.clock.now().getTime());
    const held = { live, deadline: Infinity, facts: [], cutShort: false, ended: false };
    this.held.set(call.id, held);
    return held;
  }

  /** Does what the campaigns of its calls want now: ends calls on the line, and places no more of what is closed. */
  async obey(): Promise<void> {
    const orders = await campaignOrders(this.db, this.campaigns(), this.clock.now());
    const keyOf = ({ accountId, campaignId }: ClaimedCall) => campaignKey(accountId, campaignId);
    if (orders.closed.size) await this.withdraw((call) => orders.closed.has(keyOf(call)));
    if (orders.hangUp.size) this.hangUp((call) => orders.hangUp.has(keyOf(call)));
  }

  /** Calls that wait for their instant go back to the queue. */
  private async withdraw(isMeant: (call: ClaimedCall) => boolean): Promise<void> {
    const waiting = [...this.held.values()].filter(
      ({ live, telephony, ended }) => !telephony && !ended && isMeant(live.call),
    );
    for (const held of waiting) held.ended = true;
    await this.giveBack(waiting);
  }

  private hangUp(isMeant: (call: ClaimedCall) => boolean): void {
    for (const held of this.held.values()) {
      if (!isMeant(held.live.call) || held.ended) continue;
      held.live.remark('hang-up', this.clock.now().getTime());
      this.hangUpOne(held);
    }
  }

  /** Ends calls whose driver has forgotten them. Call it every second. */
  watch(): void {
    const now = performance.now();
    for (const held of this.held.values()) {
      if (held.ended || now < held.deadline) continue;
      this.hangUpOne(held);
      this.end(held, { type: 'hung-up', disposition: Disposition.Interrupted, detail: 'no end' });
    }
  }

  /** Takes no more calls, lets those there are go on for a while, then hangs up. Resolves when all have ended. */
  async drain(seconds: number): Promise<void> {
    this.stopping = true;
    await this.withdraw(() => true);
    await this.empty(seconds * 1_000);
    for (const held of this.held.values()) {
      held.cutShort = true;
      this.hangUpOne(held);
    }
    await this.empty(5_000);
    for (const held of this.held.values())
      this.end(held, { type: 'hung-up', disposition: Disposition.Interrupted, detail: 'stopped' });
  }

  /** Puts a call back that must not be placed any more. */
  private async decline(call: ClaimedCall, script: Script): Promise<void> {
    const held = this.hold(call, script);
    held.ended = true;
    await this.giveBack([held]);
  }

  private async empty(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    const open = () => [...this.held.values()].some(({ ended }) => !ended);
    while (open() && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 50));
  }

  private async placeAll(group: Group): Promise<void> {
    const { gatewayId, calls } = group;
    try {
      const telephony = await this.lines.telephonyOf(gatewayId);
      const gateway = this.gateways.get(gatewayId) ?? (await this.gateway(gatewayId));
      const decision = this.departures.decide(group);
      if (decision === 'wait') return this.await(group);
      if (decision === 'place' && gateway && !this.stopping) {
        for (const held of calls) if (!held.ended) this.place(held, telephony, gateway);
        return;
      }
    } catch (error) {
      // The gateway has been deleted, or its driver cannot even be made: nothing has been dialled.
      this.logger.warn(`gateway ${gatewayId} cannot be used: ${(error as Error).message}`);
      this.unusable.next(gatewayId);
    }
    await this.giveBack(calls.filter(({ ended }) => !ended));
  }

  private async gateway(id: number): Promise<DialGateway | undefined> {
    await this.refresh();
    return this.gateways.get(id);
  }

  private place(held: Held, telephony: Telephony, gateway: DialGateway): void {
    const { live } = held;
    const { call, script } = live;
    const now = this.clock.now().getTime();
    const number = dialled(gateway, call.number);
    if (number === null) {
      // Its allowed destinations were cut since the claim.
      return this.end(held, { type: 'hung-up', disposition: Disposition.Blocked });
    }
    const ringTimeoutSeconds = ringTimeoutOver(gateway, script.ringTimeoutSeconds);
    held.telephony = telephony;
    held.deadline = performance.now() + ringTimeoutSeconds * 1_000 + MARGIN_MS;
    live.placedAt = now;
    const lost = (detail: string) =>
      this.end(held, { type: 'hung-up', disposition: Disposition.Failed, detail });
    telephony
      .place({
        id: live.callId,
        number,
        callerId: call.callerId,
        callerName: script.callerName,
        ringTimeoutSeconds,
        maxCallSeconds: script.maxCallSeconds,
        message: script.message,
        keys: script.optOutKey ? [script.optOutKey] : [],
      })
      .subscribe({
        next: (event) => this.hear(held, event),
        error: (error: unknown) => lost(`driver: ${(error as Error)?.message}`),
        complete: () => lost('driver: no end'),
      });
  }

  private hear(held: Held, event: CallEvent): void {
    if (held.ended) return;
    if (event.type === 'hung-up') return this.end(held, event);
    const { live } = held;
    if (!live.note(event, this.clock.now().getTime())) return;
    if (event.type === 'answered')
      held.deadline = performance.now() + live.script.maxCallSeconds * 1_000 + MARGIN_MS;
    if (event.type === 'digit' && event.digit === live.script.optOutKey)
      held.facts.push(this.clerk.optOut(live.call, event.digit));
  }

  private end(held: Held, heard: HungUp & { at?: Date }): void {
    if (held.ended) return;
    held.ended = true;
    const { live } = held;
    const now = this.clock.now();
    const end = { ...heard, at: heard.at ?? now };
    // An unanswered call that this process cut short was ended by us, not by its callee.
    if (held.cutShort && !live.answered)
      Object.assign(end, { disposition: Disposition.Interrupted, detail: 'stopped' });
    const record = live.end(end, now.getTime());
    const { call, script, answered, placedAt } = live;
    void Promise.all(held.facts).then(() =>
      this.clerk.record({ call, script, record, answered, placedAt }),
    );
  }

  private hangUpOne({ live, telephony }: Held): void {
    telephony
      ?.hangUp(live.callId)
      .catch((error: Error) => this.logger.warn(`cannot hang up ${live.callId}: ${error.message}`));
  }

  private async giveBack(group: readonly Held[]): Promise<void> {
    const at = this.clock.now();
    for (const accountId of new Set(group.map(({ live }) => live.call.accountId))) {
      const some = group.filter(({ live }) => live.call.accountId === accountId);
      const ids = some.map(({ live }) => live.call.id);
      try {
        await release(this.db, accountId, ids, at);
        ids.forEach((id) => this.forget(id));
        this.givenBack.next(some.map(({ live }) => live.call));
      } catch (error) {
        this.logger.warn(`cannot give back ${ids.length} calls yet: ${(error as Error).message}`);
        setTimeout(() => void this.giveBack(some), RETRY_FACT_MS);
      }
    }
  }

  private forget(id: number): void {
    this.held.delete(id);
    this.letGo?.add(id);
  }
}
