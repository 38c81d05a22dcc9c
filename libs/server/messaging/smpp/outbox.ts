import { MessageState } from '@belltower/dto';
import { CANCELLED } from '../messaging';
import { Link, SmppTimes } from './link';
import { NotSaid, SmppAnswer } from './session';
import { statusName, verdictOf } from './status';
import { SubmitFields } from './submission';

/** What the message centre says to a PDU, where it has room for it. */
export type Answered =
  | { result: 'taken'; messageId: string }
  | { result: MessageState.Rejected | MessageState.Failed; code: string };

/** What came of one PDU. */
export type Submitted =
  | Answered
  /** There was no room, or no connection, for as long as it could wait: the message centre has not got it. */
  | { result: 'no-room'; code: string }
  /** It was said and never answered: whether the message centre has got it is not known. */
  | { result: 'unknown'; code: string };

/** What somebody may want of a PDU besides what comes of it. */
export interface SubmitWishes {
  /** By which it can be called back. */
  name?: string;
  /** Told the answer, where it came after the result was said to be unknown. */
  tellLate?(answered: Answered): void;
}

interface Waiting extends SubmitWishes {
  fields: SubmitFields;
  untilMs: number;
  cancelled: boolean;
  tell(submitted: Submitted): void;
}

/** How far behind its pace it may fall and still catch up: timers are not exact. */
const CATCH_UP_MS = 20;

/**
 * Lets PDUs out one after the other: no faster than agreed, no more at a time than the window holds, and none while the
 * message centre has no room. What was said once is not said again unless it was refused for want of room.
 */
export class Outbox {
  /** Whoever has waited longest is first. */
  private readonly waiting: Waiting[] = [];
  /** Those that can be called back, until it is known what came of them. */
  private readonly named = new Map<string, Waiting>();
  private inFlight = 0;
  private nextMs = 0;
  private throttled = 0;
  private backedOffUntilMs = 0;
  private lastRefusal: string | null = null;
  private timer?: NodeJS.Timeout;
  private closed = false;

  constructor(
    private readonly link: Link,
    private readonly window: number,
    private readonly perSecond: number | null,
    private readonly times: SmppTimes,
  ) {}

  submit(fields: SubmitFields, wishes: SubmitWishes = {}): Promise<Submitted> {
    return new Promise((told) => {
      if (this.closed) return told({ result: 'no-room', code: 'closed' });
      const { name } = wishes;
      const tell = (submitted: Submitted) => {
        if (name) this.named.delete(name);
        told(submitted);
      };
      const untilMs = Date.now() + this.times.roomMs;
      const item: Waiting = { ...wishes, fields, untilMs, cancelled: false, tell };
      if (name) this.named.set(name, item);
      this.waiting.push(item);
      this.pump();
    });
  }

  /** Gives back at once what has not been said. What was said is not said again, should there be no room for it. */
  cancel(name: string): void {
    const item = this.named.get(name);
    if (!item) return;
    item.cancelled = true;
    const at = this.waiting.indexOf(item);
    if (at < 0) return;
    this.waiting.splice(at, 1);
    item.tell({ result: 'no-room', code: CANCELLED });
  }

  /** Lets out what may go now; called whenever that may have changed. */
  pump(): void {
    clearTimeout(this.timer);
    if (this.closed) return;
    const now = Date.now();
    this.giveUp(now);
    while (this.waiting.length && this.mayGo(now)) {
      const interval = this.perSecond ? 1_000 / this.perSecond : 0;
      this.nextMs = Math.max(now - CATCH_UP_MS, this.nextMs) + interval;
      void this.letOut(this.waiting.shift()!);
    }
    if (this.waiting.length) this.timer = setTimeout(() => this.pump(), this.wakeMs(now));
  }

  /** What has not been said yet is given back; what has is up to the link. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    for (const { tell } of this.waiting.splice(0)) tell({ result: 'no-room', code: 'closed' });
  }

  private mayGo(now: number): boolean {
    return this.link.isBound && this.inFlight < this.window && now >= this.nextMs;
  }

  private async letOut(item: Waiting): Promise<void> {
    this.inFlight++;
    const late = (answer: SmppAnswer) => {
      const answered = answeredBy(answer);
      if (answered) item.tellLate?.(answered);
    };
    const answer = await this.link
      .request('submit_sm', item.fields, late)
      .catch((error: Error) => error);
    this.inFlight--;
    if (answer instanceof NotSaid) this.putBack(item);
    else if (answer instanceof Error) item.tell({ result: 'unknown', code: answer.message });
    else this.answered(item, answer);
    this.pump();
  }

  private answered(item: Waiting, answer: SmppAnswer): void {
    const answered = answeredBy(answer);
    if (!answered) {
      this.lastRefusal = statusName(answer.status);
      this.backOff(Date.now());
      return this.putBack(item);
    }
    this.throttled = 0;
    this.lastRefusal = null;
    item.tell(answered);
  }

  /** The message centre has not got it: it is the first to go again. */
  private putBack(item: Waiting): void {
    if (this.closed) item.tell({ result: 'no-room', code: 'closed' });
    else if (item.cancelled) item.tell({ result: 'no-room', code: CANCELLED });
    else this.waiting.unshift(item);
  }

  /** A whole window that is refused at once is refused one time. */
  private backOff(now: number): void {
    if (now < this.backedOffUntilMs) return;
    this.backedOffUntilMs = now + this.times.throttledMs(++this.throttled);
    this.nextMs = Math.max(this.nextMs, this.backedOffUntilMs);
  }

  private giveUp(now: number): void {
    const code = this.link.isBound ? (this.lastRefusal ?? 'busy') : 'unreachable';
    while (this.waiting.length && this.waiting[0]!.untilMs <= now)
      this.waiting.shift()!.tell({ result: 'no-room', code });
  }

  /** When to look again, if nothing happens before. */
  private wakeMs(now: number): number {
    const giveUpMs = this.waiting[0]!.untilMs - now;
    const mayGoMs = this.inFlight < this.window && this.link.isBound ? this.nextMs - now : Infinity;
    return Math.max(1, Math.min(giveUpMs, mayGoMs));
  }
}

/** Null where it has no room. */
function answeredBy({ status, messageId }: SmppAnswer): Answered | null {
  const verdict = verdictOf(status);
  if (verdict === 'no-room') return null;
  if (verdict === MessageState.Sent) return { result: 'taken', messageId };
  return { result: verdict, code: statusName(status) };
}
