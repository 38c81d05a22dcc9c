import { Disposition } from '@belltower/dto';
import { CallRecord } from './live-call';

/** How the calls of a gateway have fared lately, as `gateway_gauge.detail` keeps it. */
export interface GatewayFigures {
  calls: number;
  /** Answered calls among all that the gateway was asked for: answer-seizure ratio, 0 to 1; null without calls. */
  asr: number | null;
  /** Average duration of answered calls, in seconds; null without any. */
  acd: number | null;
  /** Answered calls of up to {@link SHORT_SECONDS} among the answered, 0 to 1; null without any. */
  shortCalls: number | null;
  /** Newest first. */
  lastErrors: { at: string; text: string }[];
}

export const SHORT_SECONDS = 6;
const WINDOW_MS = 15 * 60_000;
const SLOT_MS = 10_000;
const MOST_ERRORS = 5;

interface Slot {
  at: number;
  calls: number;
  answered: number;
  short: number;
  talkSeconds: number;
}

const ERRORS: ReadonlySet<Disposition> = new Set([
  Disposition.Congestion,
  Disposition.Failed,
  Disposition.Blocked,
  Disposition.Interrupted,
]);

/** Counts of the last quarter of an hour, in slots of ten seconds. */
export class GatewayRecord {
  private slots: Slot[] = [];
  private errors: GatewayFigures['lastErrors'] = [];

  /** @param now milliseconds since 1970 */
  add(call: CallRecord, now: number): void {
    const slot = this.slotAt(now);
    const answered =
      call.disposition === Disposition.Answered || call.disposition === Disposition.Machine;
    slot.calls++;
    if (answered) {
      slot.answered++;
      slot.talkSeconds += call.talkSeconds;
      if (call.talkSeconds <= SHORT_SECONDS) slot.short++;
    }
    if (ERRORS.has(call.disposition)) {
      const error = { at: call.endedAt.toISOString(), text: textOf(call) };
      this.errors = [error, ...this.errors].slice(0, MOST_ERRORS);
    }
  }

  figures(now: number): GatewayFigures {
    this.slots = this.slots.filter(({ at }) => at > now - WINDOW_MS);
    const sum = (count: (slot: Slot) => number) =>
      this.slots.reduce((total, slot) => total + count(slot), 0);
    const calls = sum((slot) => slot.calls);
    const answered = sum((slot) => slot.answered);
    return {
      calls,
      asr: calls ? answered / calls : null,
      acd: answered ? sum((slot) => slot.talkSeconds) / answered : null,
      shortCalls: answered ? sum((slot) => slot.short) / answered : null,
      lastErrors: this.errors,
    };
  }

  private slotAt(now: number): Slot {
    const at = Math.floor(now / SLOT_MS) * SLOT_MS;
    const last = this.slots.at(-1);
    if (last?.at === at) return last;
    const slot = { at, calls: 0, answered: 0, short: 0, talkSeconds: 0 };
    this.slots.push(slot);
    return slot;
  }
}

function textOf({ disposition, sipStatus, q850 }: CallRecord): string {
  const raw = [
    ...(sipStatus === null ? [] : [`SIP ${sipStatus}`]),
    ...(q850 === null ? [] : [`cause ${q850}`]),
  ];
  return raw.length ? `${disposition} (${raw.join(', ')})` : disposition;
}
