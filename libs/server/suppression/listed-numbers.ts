import { Notifications, Queryable } from '@belltower/core';
import { SuppressionSource } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { inScope, Scope } from './list-scope';
import { SuppressionWatchers } from './suppression-watchers';

/** Most numbers that one transaction takes off lists. */
export const LIST_BATCH = 10_000;

/** Numbers (E.164) for a list, each with the same reason. */
export interface NewNumbers {
  listId: number;
  numbers: readonly string[];
  reason: string | null;
  source: SuppressionSource;
}

/** Numbers that left a list. */
interface Left {
  listId: number;
  number: string;
}

/** Where a number stands among those of its list: when it came, as PostgreSQL wrote it. */
export interface Place {
  at: string;
  id: number;
}

/**
 * What every change of numbers on lists has in common, one by one, in bulk and by import: rows, the lists' counts, and
 * word to whoever follows. A list's count is changed last, so that two changes wait for each other in one order.
 */
@Injectable()
export class ListedNumbers {
  constructor(
    @Inject(SuppressionWatchers) private readonly watchers: SuppressionWatchers,
    @Inject(Notifications) private readonly notifications: Notifications,
  ) {}

  /** Adds those that are not on the list yet, and answers how many. */
  async add(db: EntityManager, scope: Scope, { listId, ...input }: NewNumbers): Promise<number> {
    const { numbers, reason, source } = input;
    const [{ added }] = await db.query<[{ added: number }]>(
      `with added as (
         insert into ${scope.numbers} (${scope.accountColumn}list_id, number, reason, source)
         select ${scope.accountValue}$2, number, $4, $5 from unnest($3::text[]) as given (number)
          where ${scope.accountId === null ? '$1::bigint is null' : 'true'}
          group by number order by number
         on conflict (${scope.accountColumn}number, list_id) do nothing
         returning 1)
       select count(*) as added from added`,
      [scope.accountId, listId, numbers, reason, source],
    );
    await this.grow(db, scope, listId, added);
    return added;
  }

  /** Takes the numbers with these ids off their lists, and answers how many were there. */
  async takeOff(db: EntityManager, scope: Scope, ids: readonly number[]): Promise<number> {
    const left = await deleted(
      db,
      `delete from ${scope.numbers} held where ${inScope(scope, 'held')} and held.id = any($2)
       returning list_id as "listId", number`,
      [scope.accountId, ids],
    );
    return this.follow(db, scope, left);
  }

  /**
   * Takes a batch of numbers off a list, those that came last first, and answers how many; 0 once it is empty. Goes on
   * behind `after`, as the index still holds what earlier batches took, and each would step over more of it.
   */
  async empty(
    db: EntityManager,
    scope: Scope,
    listId: number,
    after?: Place,
  ): Promise<{ taken: number; last?: Place }> {
    const left = await db.query<(Left & Place)[]>(
      `with gone as (
         delete from ${scope.numbers} held
          where ${inScope(scope, 'held')} and held.id in (
            select id from ${scope.numbers} inner_held
             where ${inScope(scope, 'inner_held')} and inner_held.list_id = $2
               and (inner_held.created_at, inner_held.id) < ($3, $4)
             order by created_at desc, id desc limit ${LIST_BATCH} for update)
         returning list_id, number, id, created_at)
       select list_id as "listId", number, id, created_at::text as "at" from gone order by created_at, id`,
      [scope.accountId, listId, after?.at ?? 'infinity', after?.id ?? 0],
    );
    const [last] = left;
    return { taken: await this.follow(db, scope, left), last };
  }

  /** Tells that numbers stay on a list which applies to fewer campaigns than before, a batch after the id `after`. */
  async narrowed(
    db: EntityManager,
    scope: Scope,
    listId: number,
    after: number,
  ): Promise<number | null> {
    const rows = await db.query<{ id: number; number: string }[]>(
      `select id, number from ${scope.numbers} held
        where ${inScope(scope, 'held')} and held.list_id = $2 and held.id > $3
        order by id limit ${LIST_BATCH}`,
      [scope.accountId, listId, after],
    );
    await this.watchers.lifted(
      db,
      scope.accountId,
      rows.map(({ number }) => number),
    );
    return rows.at(-1)?.id ?? null;
  }

  /** Changes a list's count. */
  async grow(db: Queryable, scope: Scope, listId: number, by: number): Promise<void> {
    if (!by) return;
    await db.query(
      `update ${scope.lists} list set numbers = numbers + $3 where ${inScope(scope, 'list')} and list.id = $2`,
      [scope.accountId, listId, by],
    );
  }

  /** Has the screens of an account read the lists again. */
  async announce(db: Queryable, accountId: number): Promise<void> {
    await this.notifications.publish(db, { accountId, topic: 'suppression' });
  }

  /** Brings counts and followers up to date with numbers that have left. */
  async follow(db: EntityManager, scope: Scope, left: readonly Left[]): Promise<number> {
    const numbers = [...new Set(left.map(({ number }) => number))];
    await this.watchers.lifted(db, scope.accountId, numbers);
    const counts = new Map<number, number>();
    for (const { listId } of left) counts.set(listId, (counts.get(listId) ?? 0) + 1);
    for (const [listId, count] of [...counts].sort(([a], [b]) => a - b)) {
      await this.grow(db, scope, listId, -count);
    }
    return left.length;
  }
}

/** TypeORM answers a delete with `[rows, count]`. */
async function deleted(db: Queryable, sql: string, parameters: unknown[]): Promise<Left[]> {
  const [rows] = await db.query<[Left[], number]>(sql, parameters);
  return rows;
}
