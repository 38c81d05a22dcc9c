import { Jobs } from '@belltower/core';
import { ListClearing } from '@belltower/dto';
import { Inject, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, EntityManager, IsNull, Not } from 'typeorm';
import { LIST_BATCH, ListedNumbers, Place } from './listed-numbers';
import { OF_PLATFORM, ofAccount, Scope } from './list-scope';
import { PlatformSuppressionList } from './platform-suppression-list.entity';
import { SuppressionList } from './suppression-list.entity';

const CLEAR = 'suppression.clear';
const CHECK = 'suppression.clear-check';
const EVERY_MINUTE = '* * * * *';

/** A list whose numbers are to go; without an account it is the platform's. */
interface Task {
  accountId: number | null;
  id: number;
  /** Whose screens are told how far it is; null where nobody is known to watch. */
  watcher: number | null;
}

/**
 * Takes all numbers off lists that say so (`clearing`), in batches, as a transaction over millions of rows would hold up
 * the queue. What the list says holds from the beginning: it holds nobody back any more. After a crash or a stop it goes
 * on where it was.
 */
@Injectable()
export class ListClearer implements OnApplicationBootstrap {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(ListedNumbers) private readonly numbers: ListedNumbers,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.work<Task>(CLEAR, {}, (task, { signal }) => this.clear(task, signal));
    await this.jobs.work(CHECK, { retries: 0 }, () => this.check());
    await this.jobs.schedule(CHECK, EVERY_MINUTE);
  }

  /** Clears a list that says so: a short one at once, a long one in the background. */
  async begin(scope: Scope, id: number, numbers: number, watcher: number): Promise<void> {
    const task = { accountId: scope.accountId, id, watcher };
    if (numbers <= LIST_BATCH) await this.clear(task);
    else await this.send(task);
  }

  /** Ends early when asked to, and can be begun again. Does nothing to a list that does not say so any more. */
  async clear({ accountId, id, watcher }: Task, signal?: AbortSignal): Promise<void> {
    const scope = accountId === null ? OF_PLATFORM : ofAccount(accountId);
    let after: Place | undefined;
    do {
      if (signal?.aborted) return;
      const from = after;
      after = await this.database.transaction((db) => this.clearSome(db, scope, id, from));
      if (watcher !== null) await this.numbers.announce(this.database, watcher);
    } while (after);
    await this.database.transaction((db) => this.finish(db, scope, id));
    if (watcher !== null) await this.numbers.announce(this.database, watcher);
  }

  /** A batch behind the one before. Answers where it ended; nothing once the list is empty, or is to stay as it is. */
  private async clearSome(
    db: EntityManager,
    scope: Scope,
    id: number,
    after: Place | undefined,
  ): Promise<Place | undefined> {
    await oneAtATime(db, scope, id);
    // Another may have ended it meanwhile, and new numbers have come.
    const list = await db.getRepository(scope.List).findOneBy({ ...scope.own, id });
    if (!list?.clearing) return undefined;
    return (await this.numbers.empty(db, scope, id, after)).last;
  }

  private async finish(db: EntityManager, scope: Scope, id: number): Promise<void> {
    await oneAtATime(db, scope, id);
    const lists = db.getRepository(scope.List);
    const where = { ...scope.own, id };
    const list = await lists.findOne({ where, lock: { mode: 'pessimistic_write' } });
    if (!list?.clearing) return;
    // What has come since, by somebody who began before: the lock keeps out what would come now.
    for (let more = true; more;) more = (await this.numbers.empty(db, scope, id)).taken > 0;
    if (list.clearing === ListClearing.Deleting) await lists.delete(where);
    else await lists.update(where, { clearing: null });
  }

  /** Finds what a crash or a stop has left undone. */
  private async check(): Promise<void> {
    const unfinished = { clearing: Not(IsNull()) };
    const lists = await this.database.getRepository(SuppressionList).findBy(unfinished);
    for (const { accountId, id } of lists) await this.send({ accountId, id, watcher: accountId });
    const banned = await this.database.getRepository(PlatformSuppressionList).findBy(unfinished);
    for (const { id } of banned) await this.send({ accountId: null, id, watcher: null });
  }

  private async send(task: Task): Promise<void> {
    await this.jobs.send(CLEAR, task, `${task.accountId ?? 'platform'}/${task.id}`);
  }
}

/** Two that clear the same list take turns, so that each knows what is left. */
async function oneAtATime(db: EntityManager, { lists }: Scope, id: number): Promise<void> {
  await db.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`clear ${lists} ${id}`]);
}
