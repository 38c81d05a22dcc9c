import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';

/**
 * Told, in the transaction of the change, which numbers (E.164) have left a do-not-call list of the account, or of
 * the platform where the account is null, and so may be callable again. What still forbids them is in the tables.
 */
export type SuppressionWatcher = (
  db: EntityManager,
  accountId: number | null,
  numbers: readonly string[],
) => Promise<void>;

/**
 * Who follows do-not-call lists. The module that follows registers itself, as lists know nothing of what stands
 * above them. Only what leaves a list is announced: what is put on one is met by the claim.
 */
@Injectable()
export class SuppressionWatchers {
  private readonly watchers: SuppressionWatcher[] = [];

  register(watcher: SuppressionWatcher): void {
    this.watchers.push(watcher);
  }

  /** At most some thousands of numbers at once: larger changes come in several transactions. */
  async lifted(
    db: EntityManager,
    accountId: number | null,
    numbers: readonly string[],
  ): Promise<void> {
    if (!numbers.length) return;
    for (const watcher of this.watchers) await watcher(db, accountId, numbers);
  }
}
