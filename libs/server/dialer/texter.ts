import { Clock } from '@belltower/core';
import { fillIn, MessageState } from '@belltower/dto';
import { dialled, DialGateway, GatewayLines } from '@belltower/gateway';
import { Messaging, notSent, Submission } from '@belltower/messaging';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ClaimedCall } from './claim';
import { callIdOf } from './live-call';
import { MessageClerk } from './message-clerk';
import { Held, Outlet, Placer } from './placer';
import { Script } from './script';
import { ServerClock } from './server-clock';

/** A message that waits for its instant, is being handed over, or waits to be written. */
interface HeldMessage extends Held {
  script: Script;
  /** With everything filled in. */
  text: string;
  /** Over which it is being handed over; none while it waits. */
  messaging?: Messaging;
  /** In milliseconds since 1970. */
  placedAt: number;
  /** On the monotonic clock: when its driver ought to have said what came of it, and more. */
  deadline: number;
  /** Whether its driver has been asked to call it back. */
  recalled: boolean;
}

/** Longer than any driver waits for room and then for an answer. */
const LONGEST_MS = 30 * 60_000;

/**
 * Hands messages over and follows each to the answer: taken, refused, or not known. What becomes of it then is told by
 * receipts.
 */
@Injectable()
export class Texter extends Placer<HeldMessage> {
  private readonly logger = new Logger(Texter.name);

  constructor(
    @Inject(MessageClerk) private readonly clerk: MessageClerk,
    @Inject(ServerClock) private readonly clock: ServerClock,
    /** This machine's, by which drivers date what they tell. */
    @Inject(Clock) private readonly ownClock: Clock,
    @Inject(GatewayLines) private readonly lines: GatewayLines,
  ) {
    super();
  }

  hold(call: ClaimedCall, script: Script): HeldMessage {
    const text = fillIn(script.message, call.values ?? {});
    const waiting = { placed: false, recalled: false, ended: false };
    return { call, script, text, placedAt: call.placeAt, deadline: Infinity, ...waiting };
  }

  async reach(gatewayId: number): Promise<Outlet<HeldMessage>> {
    const messaging = await this.lines.messagingOf(gatewayId);
    return { place: (held, gateway) => void this.place(held, messaging, gateway) };
  }

  watch(held: HeldMessage): void {
    if (!held.ended && performance.now() >= held.deadline)
      this.end(held, this.refused(MessageState.Unknown, 'no-answer'));
  }

  mayRecall({ placed, ended, recalled }: HeldMessage): boolean {
    return placed && !ended && !recalled;
  }

  recall(held: HeldMessage): void {
    if (!this.mayRecall(held)) return;
    held.recalled = true;
    held.messaging?.cancel(callIdOf(held.call));
  }

  /** What the provider has heard of is over in a moment. */
  hangUp(held: HeldMessage): void {
    this.recall(held);
  }

  /** Its driver says of each whether anything of it was said, which nobody else knows. */
  cutShort({ messaging }: HeldMessage): void {
    messaging?.close().catch((error: Error) => this.logger.warn(error.message));
  }

  abandon(held: HeldMessage): void {
    this.end(held, this.refused(MessageState.Unknown, 'stopped'));
  }

  async handedIn(): Promise<void> {}

  private async place(
    held: HeldMessage,
    messaging: Messaging,
    gateway: DialGateway,
  ): Promise<void> {
    const { call, text } = held;
    held.placed = true;
    held.messaging = messaging;
    held.placedAt = this.clock.now().getTime();
    held.deadline = performance.now() + LONGEST_MS;
    const number = dialled(gateway, call.number);
    // Its allowed destinations were cut since the claim.
    if (number === null) return this.end(held, this.refused(MessageState.Rejected, 'blocked'));
    if (!text) return this.end(held, this.refused(MessageState.Rejected, 'empty'));
    const message = { id: callIdOf(call), number, sender: call.callerId, text };
    this.logger.debug({ message: message.id, gateway: gateway.id }, 'handed over');
    try {
      const submission = await messaging.send(message);
      const at = this.clock.dated(submission.at, this.ownClock);
      this.end(held, { ...submission, at });
    } catch (error) {
      // Drivers never reject: one that does may have sent it.
      const detail = `driver: ${(error as Error | null)?.message}`;
      this.end(held, this.refused(MessageState.Unknown, 'driver', detail));
    }
  }

  private end(held: HeldMessage, submission: Submission): void {
    if (held.ended) return;
    held.ended = true;
    const { call, script, text, placedAt, messaging, recalled } = held;
    const reports = messaging?.reports ?? null;
    this.logger.debug({ message: callIdOf(call), state: submission.state }, 'over');
    this.clerk.record({ call, script, text, submission, reports, placedAt, recalled });
  }

  private refused(
    state: MessageState.Rejected | MessageState.Unknown,
    code: string,
    detail?: string,
  ): Submission {
    return notSent(this.clock.now(), state, code, detail);
  }
}
