import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Account } from './account.entity';

/** Told, in the transaction of the change, what an account was before and is now. */
export type AccountWatcher = (db: EntityManager, before: Account, after: Account) => Promise<void>;

/**
 * Who follows the settings and limits of accounts. The module that follows registers itself, as accounts know
 * nothing of what stands above them.
 */
@Injectable()
export class AccountWatchers {
  private readonly watchers: AccountWatcher[] = [];

  register(watcher: AccountWatcher): void {
    this.watchers.push(watcher);
  }

  async changed(db: EntityManager, before: Account, after: Account): Promise<void> {
    for (const watcher of this.watchers) await watcher(db, before, after);
  }
}
