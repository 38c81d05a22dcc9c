import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';

/**
 * Told in the transaction of the change which numbers (E.164) of the account may have joined, left, or become
 * active or inactive in some phonebook. It looks at the tables for what is true now.
 */
export type ContactWatcher = (
  db: EntityManager,
  accountId: number,
  numbers: readonly string[],
) => Promise<void>;

/** Most numbers a watcher is told at once; larger changes come in several calls. */
export const WATCHED_AT_ONCE = 10_000;

/**
 * Who follows the contacts of phonebooks. The module that follows registers itself, as contacts know nothing
 * of what stands above them. Whatever writes contacts, a form, a bulk action or an import, announces it here.
 */
@Injectable()
export class ContactWatchers {
  private readonly watchers: ContactWatcher[] = [];

  register(watcher: ContactWatcher): void {
    this.watchers.push(watcher);
  }

  async changed(db: EntityManager, accountId: number, numbers: readonly string[]): Promise<void> {
    for (let from = 0; from < numbers.length; from += WATCHED_AT_ONCE) {
      const some = numbers.slice(from, from + WATCHED_AT_ONCE);
      for (const watcher of this.watchers) await watcher(db, accountId, some);
    }
  }
}
