import { CallTimelineEntry, Disposition } from '@belltower/dto';
import { CallEvent, HungUp } from '@belltower/telephony';
import { ClaimedCall, Script } from './claim';
import { FinishedCall } from './finish';

/** An ended call, still without what comes next for its subscriber. */
export type CallRecord = Omit<FinishedCall, 'next'>;

const MOST_ENTRIES = 200;
const MOST_DIGITS = 100;
const MOST_TEXT = 200;

/** The largest number that PostgreSQL's integer holds. */
const LARGEST = 2_147_483_647;

/**
 * What has happened to one call so far. Drivers repeat themselves, and a peer may send anything: only the first of each
 * event counts, and nothing gets through that a call record could not hold.
 */
export class LiveCall {
  readonly callId: string;
  private readonly timeline: CallTimelineEntry[] = [];
  private ringingAt: number | null = null;
  private answeredAt: number | null = null;
  private machine = false;
  private digits = '';

  constructor(
    readonly call: ClaimedCall,
    readonly script: Script,
    /** In milliseconds since 1970; set again when it really is placed. */
    public placedAt: number,
  ) {
    this.callId = callIdOf(call);
  }

  get answered(): boolean {
    return this.answeredAt !== null;
  }

  /** Takes note of an event, and says whether it was news. `now` is in milliseconds since 1970, as every instant here. */
  note(event: CallEvent, now: number): boolean {
    const at = instantOf(event.at, this.placedAt, now);
    if (event.type === 'ringing') {
      if (this.ringingAt !== null || this.answered) return false;
      this.ringingAt = at;
    } else if (event.type === 'answered') {
      if (this.answered) return false;
      this.answeredAt = at;
    } else if (event.type === 'machine') {
      if (this.machine) return false;
      this.machine = true;
    } else if (event.type === 'digit') {
      if (!/^[0-9A-D*#]$/.test(event.digit) || this.digits.length >= MOST_DIGITS) return false;
      this.digits += event.digit;
    } else {
      return false;
    }
    this.add(at, event.type, event.type === 'digit' ? event.digit : undefined);
    return true;
  }

  /** Something that we did ourselves. */
  remark(event: string, now: number): void {
    this.add(now, event);
  }

  /** The call record, given how the call ended. */
  end(end: HungUp & { at: Date }, now: number): CallRecord {
    const at = instantOf(end.at, this.placedAt, now);
    const disposition = Object.values(Disposition).includes(end.disposition)
      ? end.disposition
      : Disposition.Failed;
    this.add(
      at,
      'hung-up',
      end.detail === undefined ? disposition : `${disposition}: ${end.detail}`,
    );
    const rangUntil = this.answeredAt ?? at;
    return {
      accountId: this.call.accountId,
      id: this.call.id,
      disposition,
      endedAt: new Date(at),
      ringSeconds: this.ringingAt === null ? 0 : seconds(rangUntil - this.ringingAt),
      talkSeconds: this.answeredAt === null ? 0 : seconds(at - this.answeredAt),
      sipStatus: wholeNumber(end.sipStatus),
      q850: wholeNumber(end.q850),
      digits: this.digits || null,
      timeline: this.timeline,
    };
  }

  private add(at: number, event: string, detail?: string): void {
    if (this.timeline.length >= MOST_ENTRIES && event !== 'hung-up') return;
    const atMs = Math.max(0, Math.round(at - this.placedAt));
    this.timeline.push(
      detail === undefined ? { atMs, event } : { atMs, event, detail: clean(detail) },
    );
  }
}

/** By this id the switch knows the call, and recovery can ask for it. */
export function callIdOf({ accountId, id }: { accountId: number; id: number }): string {
  return `bt-${accountId}-${id}`;
}

/** A driver's instant, unless it is none, or lies before the call or ahead of us. */
function instantOf(at: unknown, earliest: number, now: number): number {
  const instant = at instanceof Date ? at.getTime() : NaN;
  return Number.isFinite(instant) ? Math.max(Math.min(instant, now), earliest) : now;
}

const seconds = (milliseconds: number) => Math.max(0, Math.round(milliseconds / 1_000));

function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LARGEST
    ? value
    : null;
}

/** PostgreSQL's JSON holds neither NUL nor half a surrogate pair. */
function clean(text: unknown): string {
  return String(text)
    .slice(0, MOST_TEXT)
    .replace(/[\0\p{Surrogate}]/gu, '');
}
