import { DeliveredPart } from './reply';

/** Messages that are not whole yet; of more than these the oldest are told as they are. */
const MOST_HELD = 1_000;
/** A part that has not come by then will not come. */
export const HELD_MS = 300_000;

interface Held {
  from: string;
  to: string;
  texts: (string | undefined)[];
  sinceMs: number;
}

/** A message that can be told. */
export interface Whole extends Omit<DeliveredPart, 'part'> {
  /** To be called once it is kept; until then it would be told again. */
  forget(): void;
}

/** Puts the parts of long replies together, in whatever order and however often they come. */
export class Reassembly {
  private readonly held = new Map<string, Held>();

  /** The messages that can be told now: the one that this completes, or the oldest where too many are not whole. */
  add({ part, ...whole }: DeliveredPart, nowMs: number): Whole[] {
    if (!part) return [{ ...whole, forget: () => undefined }];
    const key = JSON.stringify([whole.from, whole.to, part.reference, part.total]);
    const held = this.held.get(key) ?? {
      from: whole.from,
      to: whole.to,
      texts: new Array<string | undefined>(part.total).fill(undefined),
      sinceMs: nowMs,
    };
    this.held.set(key, held);
    held.texts[part.sequence - 1] = whole.text;
    if (held.texts.every((text) => text !== undefined)) return [this.wholeOf(key, held)];
    return [...this.held]
      .slice(0, Math.max(0, this.held.size - MOST_HELD))
      .map(([oldest, message]) => this.wholeOf(oldest, message));
  }

  /** Messages whose missing parts are not waited for any longer. */
  overdue(nowMs: number): Whole[] {
    return [...this.held]
      .filter(([, { sinceMs }]) => nowMs - sinceMs >= HELD_MS)
      .map(([key, held]) => this.wholeOf(key, held));
  }

  /** Everything, whole or not. */
  all(): Whole[] {
    return [...this.held].map(([key, held]) => this.wholeOf(key, held));
  }

  private wholeOf(key: string, { from, to, texts }: Held): Whole {
    const text = texts.map((one) => one ?? '…').join('');
    return { from, to, text, forget: () => void this.held.delete(key) };
  }
}
