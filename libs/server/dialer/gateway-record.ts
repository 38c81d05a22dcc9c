import { Fare } from './attempt-over';

/** How the attempts over a gateway have fared lately, as `gateway_gauge.detail` keeps it. */
export interface GatewayFigures {
  calls: number;
  /** Answered calls among all that the gateway was asked for, or messages taken: 0 to 1; null without any. */
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
  talked: number;
  short: number;
  talkSeconds: number;
}

/** Counts of the last quarter of an hour, in slots of ten seconds. */
export class GatewayRecord {
  private slots: Slot[] = [];
  private errors: GatewayFigures['lastErrors'] = [];

  /** @param now milliseconds since 1970 */
  add({ through, talkSeconds, error: text, endedAt }: Fare, now: number): void {
    const slot = this.slotAt(now);
    slot.calls++;
    if (through) slot.answered++;
    if (through && talkSeconds !== null) {
      slot.talked++;
      slot.talkSeconds += talkSeconds;
      if (talkSeconds <= SHORT_SECONDS) slot.short++;
    }
    if (text !== null) {
      const error = { at: endedAt.toISOString(), text };
      this.errors = [error, ...this.errors].slice(0, MOST_ERRORS);
    }
  }

  figures(now: number): GatewayFigures {
    this.slots = this.slots.filter(({ at }) => at > now - WINDOW_MS);
    const sum = (count: (slot: Slot) => number) =>
      this.slots.reduce((total, slot) => total + count(slot), 0);
    const calls = sum((slot) => slot.calls);
    const answered = sum((slot) => slot.answered);
    const talked = sum((slot) => slot.talked);
    return {
      calls,
      asr: calls ? answered / calls : null,
      acd: talked ? sum((slot) => slot.talkSeconds) / talked : null,
      shortCalls: talked ? sum((slot) => slot.short) / talked : null,
      lastErrors: this.errors,
    };
  }

  private slotAt(now: number): Slot {
    const at = Math.floor(now / SLOT_MS) * SLOT_MS;
    const last = this.slots.at(-1);
    if (last?.at === at) return last;
    const slot = { at, calls: 0, answered: 0, talked: 0, short: 0, talkSeconds: 0 };
    this.slots.push(slot);
    return slot;
  }
}
