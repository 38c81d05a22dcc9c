import { CallMark, CallTimelineEntry, Disposition } from '@belltower/dto';
import { CallEvent, HungUp, Recording } from '@belltower/telephony';
import { CallFlow, FLOW_BEGINNING, FlowAction, FlowEvent, FlowState, flowStep } from './call-flow';
import { ClaimedCall } from './claim';
import { cleanText } from './clean-text';
import { FinishedCall } from './finish';
import { flowOf } from './flow-of';
import { Script } from './script';

/** An ended call, still without what comes next for its subscriber. */
export type CallRecord = Omit<FinishedCall, 'country' | 'next'>;

const MOST_ENTRIES = 200;
const MOST_DIGITS = 100;

/** The largest number that PostgreSQL's integer holds. */
const LARGEST = 2_147_483_647;

/**
 * What has happened to one call so far. Drivers repeat themselves, and a peer may send anything: only the first of each
 * event counts, and nothing gets through that a call record could not hold.
 */
export class LiveCall {
  readonly callId: string;
  /** What is said and asked in it, to its end. */
  readonly flow: CallFlow;
  /** Whether what the callee says has been kept. */
  recorded = false;
  private readonly timeline: CallTimelineEntry[] = [];
  private ringingAt: number | null = null;
  private answeredAt: number | null = null;
  private machine = false;
  private digits = '';
  private answers: Map<string, string> | null = null;
  private marks: Set<CallMark> | null = null;
  private state: FlowState = FLOW_BEGINNING;

  constructor(
    readonly call: ClaimedCall,
    readonly script: Script,
    /** In milliseconds since 1970; set again when it really is placed. */
    public placedAt: number,
  ) {
    this.callId = callIdOf(call);
    this.flow = flowOf(script, call.values);
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
      this.forgetUnanswered();
    } else if (event.type === 'digit') {
      if (!/^[0-9A-D*#]$/.test(event.digit)) return false;
      // A key still does what it does when there is no more room to write it down.
      if (this.digits.length < MOST_DIGITS) this.digits += event.digit;
    } else if (event.type === 'waited') {
      // Nothing happened: not worth a line.
      return true;
    } else if (event.type === 'transferred') {
      if (this.marks?.has(CallMark.Transferred)) return false;
      this.mark(CallMark.Transferred);
      this.marks?.delete(CallMark.TransferFailed);
    } else if (event.type === 'recorded') {
      if (event.recording) this.mark(CallMark.Recorded);
    } else if (event.type !== 'transfer-failed') {
      return false;
    }
    this.add(at, event.type, detailOf(event));
    return true;
  }

  /** Goes on with its course by an event that was news, and says what is to be done now. */
  follow(event: FlowEvent, now: number): FlowAction[] {
    const { state, actions } = flowStep(this.flow, this.state, event);
    this.state = state;
    for (const action of actions) this.take(action, now);
    if (event.type === 'digit' && event.digit === this.flow.repeatKey && actions.length)
      this.mark(CallMark.Repeated);
    return actions;
  }

  /** What has happened so far, as its record will tell it. */
  get story(): readonly CallTimelineEntry[] {
    return this.timeline;
  }

  mark(mark: CallMark): void {
    (this.marks ??= new Set()).add(mark);
  }

  /** What a machine was asked before it was known for one, nobody was asked. */
  private forgetUnanswered(): void {
    const answered = [...(this.answers ?? [])].filter(([, key]) => key !== '');
    this.answers = answered.length ? new Map(answered) : null;
  }

  private take(action: FlowAction, now: number): void {
    if (action.type === 'opt-out') this.mark(CallMark.OptedOut);
    // Until it is known that the other party has answered.
    if (action.type === 'transfer') {
      this.mark(CallMark.TransferFailed);
      this.remark('transfer', now);
    }
    if (action.type === 'asked') {
      (this.answers ??= new Map()).set(action.question, '');
      this.remark('asked', now, action.question);
    }
    if (action.type === 'answer') {
      (this.answers ??= new Map()).set(action.question, action.key);
      this.remark('answer', now, `${action.question}: ${action.key}`);
    }
  }

  /** Something that we did ourselves. */
  remark(event: string, now: number, detail?: string): void {
    this.add(now, event, detail);
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
      answers: this.answers && Object.fromEntries(this.answers),
      marks: this.marks && [...this.marks],
    };
  }

  private add(at: number, event: string, detail?: string): void {
    if (this.timeline.length >= MOST_ENTRIES && event !== 'hung-up') return;
    const atMs = Math.max(0, Math.round(at - this.placedAt));
    this.timeline.push(
      detail === undefined ? { atMs, event } : { atMs, event, detail: cleanText(detail) },
    );
  }
}

function detailOf(event: CallEvent): string | undefined {
  if (event.type === 'digit') return event.digit;
  if (event.type === 'transfer-failed') return event.disposition;
  if (event.type === 'recorded') return secondsOf(event.recording);
  return undefined;
}

function secondsOf(recording: Recording | null): string {
  return recording ? `${Math.round(recording.seconds)} s` : 'nothing';
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
