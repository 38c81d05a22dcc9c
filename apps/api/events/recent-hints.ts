import { Notification } from '@belltower/core';
import { randomUUID } from 'node:crypto';

/** Some seconds of a very busy installation, hours of most. */
const KEPT = 20_000;

/**
 * The last notifications of all accounts, so that a browser which connects again hears what it has missed, from whichever
 * process of the API it comes: all of them hear the same in the same order.
 */
export class RecentHints {
  private hints = [beginning()];

  add(hint: Notification): void {
    // Without a mark it comes from a process of an older release, and is only passed on.
    if (!hint.mark) return;
    this.hints.push(hint);
    if (this.hints.length > 2 * KEPT) this.hints = this.hints.slice(-KEPT);
  }

  /** Forgets all, because others may have been missed. */
  clear(): void {
    this.hints = [beginning()];
  }

  get lastMark(): string {
    return this.hints.at(-1)!.mark!;
  }

  /** What an account was told after a mark, of each record the last; null where nobody knows any more. */
  since(accountId: number, mark: string): Notification[] | null {
    const at = this.hints.findLastIndex((hint) => hint.mark === mark);
    if (at < 0) return null;
    const missed = this.hints.slice(at + 1).filter((hint) => hint.accountId === accountId);
    return lastOfEach(missed);
  }
}

/** Hints are about records to be read again: of several about one the last says it all. */
export function lastOfEach(hints: readonly Notification[]): Notification[] {
  const last = new Map<string, Notification>();
  for (const hint of hints) {
    const record = recordOf(hint);
    last.delete(record);
    last.set(record, hint);
  }
  return [...last.values()];
}

function recordOf({ topic, id }: Notification): string {
  return `${topic} ${id ?? ''}`;
}

/** Stands for whatever was before this process began to listen. */
function beginning(): Notification {
  return { accountId: 0, topic: '', mark: randomUUID() };
}
