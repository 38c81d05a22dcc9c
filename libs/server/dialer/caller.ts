import { Clock } from '@belltower/core';
import { Disposition } from '@belltower/dto';
import { dialled, DialGateway, GatewayLines, ringTimeoutOver } from '@belltower/gateway';
import { CallEvent, HungUp, OutboundCall, Telephony } from '@belltower/telephony';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Observable, Subscription } from 'rxjs';
import { commandKeys, FlowAction, openingOf, promptsOf } from './call-flow';
import { ClaimedCall } from './claim';
import { Clerk } from './clerk';
import { LiveCall } from './live-call';
import { Held, Outlet, Placer } from './placer';
import { Script } from './script';
import { ServerClock } from './server-clock';
import { TransferChannels } from './transfer-channels';

/** A call that waits for its instant, is on the line, or is over and waits to be written. */
interface HeldCall extends Held {
  live: LiveCall;
  /** Over which it was placed; none while it waits. */
  telephony?: Telephony;
  gateway?: DialGateway;
  listening?: Subscription;
  /** On the monotonic clock: when its driver ought to have ended it, and more. */
  deadline: number;
  /** Opt-outs and recordings that are being written: the call is not over before they are. */
  facts: Promise<void>[];
  /** We hung up because this process stops. */
  cutShort: boolean;
}

/** What a driver is given beyond ring timeout and longest call before we end the call for it. */
const MARGIN_MS = 15_000;

/** How long another party may ring with whom a callee wants to be connected. */
export const TRANSFER_RING_SECONDS = 30;

/**
 * Places a call and follows it to its one end, whatever its driver and the carrier behind it do: answer never, late,
 * twice or with garbage, or throw.
 */
@Injectable()
export class Caller extends Placer<HeldCall> {
  private readonly logger = new Logger(Caller.name);
  /** Calls that are over and wait for what was said in them to be written. */
  private readonly ending = new Set<Promise<void>>();

  constructor(
    @Inject(Clerk) private readonly clerk: Clerk,
    @Inject(ServerClock) private readonly clock: ServerClock,
    /** This machine's, by which drivers date what they tell. */
    @Inject(Clock) private readonly ownClock: Clock,
    @Inject(TransferChannels) private readonly channels: TransferChannels,
    @Inject(GatewayLines) private readonly lines: GatewayLines,
  ) {
    super();
  }

  hold(call: ClaimedCall, script: Script): HeldCall {
    const live = new LiveCall(call, script, this.now());
    const waiting = { placed: false, deadline: Infinity, cutShort: false, ended: false };
    return { call, live, facts: [], ...waiting };
  }

  async reach(gatewayId: number): Promise<Outlet<HeldCall>> {
    const telephony = await this.lines.telephonyOf(gatewayId);
    return { place: (held, gateway) => this.place(held, telephony, gateway) };
  }

  private place(held: HeldCall, telephony: Telephony, gateway: DialGateway): void {
    const { live } = held;
    const number = dialled(gateway, live.call.number);
    if (number === null) {
      // Its allowed destinations were cut since the claim.
      return this.end(held, { type: 'hung-up', disposition: Disposition.Blocked });
    }
    const call = outbound(live, number, gateway);
    held.placed = true;
    held.telephony = telephony;
    held.gateway = gateway;
    held.deadline = performance.now() + call.ringTimeoutSeconds * 1_000 + MARGIN_MS;
    live.placedAt = this.now();
    this.logger.debug({ call: call.id, gateway: gateway.id }, 'placed');
    const lost = (detail: string) =>
      this.end(held, { type: 'hung-up', disposition: Disposition.Failed, detail });
    const failed = (error: unknown) => lost(`driver: ${(error as Error | null)?.message}`);
    try {
      const events: Observable<CallEvent> = telephony.place(call);
      held.listening = events.subscribe({
        next: (event) => this.hear(held, event),
        error: failed,
        complete: () => lost('driver: no end'),
      });
      // It may have ended before we knew what to stop listening to.
      if (held.ended) held.listening.unsubscribe();
    } catch (error) {
      failed(error);
    }
  }

  /** A call is with its carrier as soon as it is placed. */
  mayRecall(): boolean {
    return false;
  }

  recall(): void {}

  hangUp(held: HeldCall): void {
    held.live.remark('hang-up', this.now());
    this.disconnect(held);
  }

  watch(held: HeldCall): void {
    if (held.ended || performance.now() < held.deadline) return;
    this.disconnect(held);
    this.end(held, { type: 'hung-up', disposition: Disposition.Interrupted, detail: 'no end' });
  }

  cutShort(held: HeldCall): void {
    held.cutShort = true;
    this.disconnect(held);
  }

  abandon(held: HeldCall): void {
    const stopped = { disposition: Disposition.Interrupted, detail: 'stopped' };
    this.end(held, { type: 'hung-up', ...stopped });
  }

  async handedIn(): Promise<void> {
    await Promise.all(this.ending);
  }

  private disconnect({ live, telephony }: HeldCall): void {
    const hung = async () => telephony?.hangUp(live.callId);
    hung().catch((error: Error) =>
      this.logger.warn(`cannot hang up ${live.callId}: ${error.message}`),
    );
  }

  /** Hands a call that is over to the clerk; whatever is said of it afterwards is not heard. */
  private end(held: HeldCall, heard: HungUp & { at?: Date }): void {
    if (held.ended) return;
    held.ended = true;
    held.listening?.unsubscribe();
    const { live } = held;
    this.channels.forget(live.call);
    const now = this.now();
    const end = { ...heard, at: heard.at ?? new Date(now) };
    // An unanswered call that this process cut short was ended by us, not by its callee.
    if (held.cutShort && !live.answered)
      Object.assign(end, { disposition: Disposition.Interrupted, detail: 'stopped' });
    const record = live.end(end, now);
    const { call, script, answered, placedAt } = live;
    this.logger.debug({ call: live.callId, disposition: record.disposition }, 'ended');
    const ending = Promise.all(held.facts).then(() => {
      this.clerk.record({ call, script, record, answered, placedAt });
      this.ending.delete(ending);
    });
    this.ending.add(ending);
  }

  private hear(held: HeldCall, said: CallEvent): void {
    if (held.ended || typeof said !== 'object' || said === null) return;
    const event = { ...said, at: this.dated(said.at) };
    if (event.type === 'hung-up') return this.end(held, event);
    const { live } = held;
    const now = this.now();
    if (!live.note(event, now)) return;
    if (event.type === 'answered')
      held.deadline = performance.now() + live.script.maxCallSeconds * 1_000 + MARGIN_MS;
    if (event.type === 'recorded' && event.recording && !live.recorded) {
      live.recorded = true;
      held.facts.push(this.clerk.keepRecording(live.call, event.recording, event.at));
    }
    for (const action of live.follow(event, now)) this.act(held, action);
  }

  /** Does what the course of a call asks for. */
  private act(held: HeldCall, action: FlowAction): void {
    const { live } = held;
    switch (action.type) {
      case 'play':
        return this.ask(held, (telephony) => telephony.play(live.callId, action.playback));
      case 'record':
        return this.ask(held, (telephony) => telephony.record(live.callId, action.terms));
      case 'transfer':
        return void this.transfer(held, action.number);
      case 'hang-up':
        return this.disconnect(held);
      case 'opt-out':
        held.facts.push(this.clerk.optOut(live.call, action.key));
    }
  }

  /** The other party is called over a channel of its own, for which the callee may have to wait. */
  private async transfer(held: HeldCall, wanted: string): Promise<void> {
    const { live, gateway } = held;
    const number = gateway ? dialled(gateway, wanted) : null;
    if (number === null) return this.refuseTransfer(held, Disposition.Blocked);
    const granted = await this.channels.ask(live.call);
    if (held.ended) return;
    if (!granted) return this.refuseTransfer(held, Disposition.Congestion);
    const ringTimeoutSeconds = ringTimeoutOver(gateway!, TRANSFER_RING_SECONDS);
    const target = { number, callerId: live.call.callerId, ringTimeoutSeconds };
    this.ask(held, (telephony) => telephony.transfer(live.callId, target));
  }

  private refuseTransfer(held: HeldCall, disposition: Disposition): void {
    this.hear(held, { type: 'transfer-failed', disposition, at: this.ownClock.now() });
  }

  /** A driver that cannot do it leaves nobody in silence. */
  private ask(held: HeldCall, request: (telephony: Telephony) => Promise<void>): void {
    const asked = async () => held.telephony && request(held.telephony);
    asked().catch((error: Error) => {
      this.logger.warn(`call ${held.live.callId} cannot go on: ${error.message}`);
      this.disconnect(held);
    });
  }

  private dated(at: Date): Date {
    return at instanceof Date ? this.clock.dated(at, this.ownClock) : at;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

/** The call as its driver is to place it. @param number what the gateway is to dial */
export function outbound(
  { callId, call, script, flow }: LiveCall,
  number: string,
  gateway: Pick<DialGateway, 'minRingTimeoutSeconds' | 'maxRingTimeoutSeconds'>,
) {
  return {
    id: callId,
    number,
    callerId: call.callerId,
    callerName: script.callerName,
    ringTimeoutSeconds: ringTimeoutOver(gateway, script.ringTimeoutSeconds),
    maxCallSeconds: script.maxCallSeconds,
    opening: openingOf(flow),
    prompts: promptsOf(flow),
    keys: commandKeys(flow),
  } satisfies OutboundCall;
}
