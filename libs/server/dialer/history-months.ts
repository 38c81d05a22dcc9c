import { Queryable } from '@belltower/core';
import { setTimeout } from 'node:timers/promises';
import { DataSource } from 'typeorm';

/** History that is kept by month. */
export type HistoryTable = 'call' | 'message';

/** A month of history that is a table of its own. */
export interface HistoryMonth {
  table: HistoryTable;
  /** Of the month's table. */
  name: string;
  /** Whether it is still a part of the history: a process may have been stopped before it could drop it. */
  attached: boolean;
}

/** Waiting for the lock, whoever wants to read or write history waits behind us: so long at most. */
const LOCK_MS = 100;
const TRIES = 60;
const PAUSE_MS = 500;
const ROWS = 5_000;
/** PostgreSQL's code for a lock that was not to be had in time. */
const NO_LOCK = '55P03';

/* By the bounds of a partition, and for one that is none any more by its name. Reads only. */
const monthsSql = (table: HistoryTable) => `
  select '${table}' as table, name, attached from (
    select relname as name, true as attached,
           substring(pg_get_expr(relpartbound, pg_class.oid) from 'TO \\(''([^'']+)''\\)')::timestamptz as until
      from pg_inherits join pg_class on pg_class.oid = inhrelid
     where inhparent = '${table}'::regclass
    union all
    select relname, false,
           (to_date(right(relname, 7), 'YYYY_MM') + interval '1 month') at time zone 'UTC'
      from pg_class
     where relnamespace = current_schema()::regnamespace and relkind = 'r' and not relispartition
       and relname ~ '^${table}_\\d{4}_\\d{2}$') as month
   where until <= $1 order by until`;

/** Months of history that ended by an instant, oldest first. */
export function monthsUntil(
  db: Queryable,
  table: HistoryTable,
  until: Date,
): Promise<HistoryMonth[]> {
  return db.query<HistoryMonth[]>(monthsSql(table), [until]);
}

/**
 * Drops a month of history; answers false where the history has been too busy for a minute, and the month is there still.
 * It is detached first, under a lock on the history that is held for an instant and waited for no longer than attempts can
 * wait; then it is dropped, which nobody else notices. Not `concurrently`, which PostgreSQL refuses where there is a
 * default partition.
 */
export async function dropMonth(
  database: DataSource,
  { table: history, name, attached }: HistoryMonth,
): Promise<boolean> {
  const table = `"${name}"`;
  for (let tries = 1; attached; tries++) {
    try {
      await database.transaction(async (db) => {
        await db.query(`set local lock_timeout = '${LOCK_MS}ms'`);
        await db.query(`lock table only ${history} in access exclusive mode`);
        // Somebody else may have been faster.
        const [part] = await db.query<object[]>(
          'select from pg_class where oid = to_regclass($1) and relispartition',
          [table],
        );
        if (part) await db.query(`alter table ${history} detach partition ${table}`);
      });
      break;
    } catch (error) {
      if ((error as { code?: string }).code !== NO_LOCK) throw error;
      if (tries === TRIES) return false;
      await setTimeout(PAUSE_MS);
    }
  }
  await database.query(`drop table if exists ${table}`);
  return true;
}

/** Whether the default partition holds rows from before an instant. */
export async function hasStrays(
  db: Queryable,
  table: HistoryTable,
  before: Date,
): Promise<boolean> {
  const rows = await db.query<object[]>(
    `select from ${table}_default where created_at < $1 limit 1`,
    [before],
  );
  return rows.length > 0;
}

/* Deletes from the default partition what is older, some thousand rows a statement: what found no month is there. */
export async function deleteStrays(
  db: Queryable,
  table: HistoryTable,
  before: Date,
): Promise<void> {
  for (let deleted = ROWS; deleted === ROWS;) {
    [, deleted] = await db.query<[unknown, number]>(
      `delete from ${table}_default where ctid = any(array(
         select ctid from ${table}_default where created_at < $1 limit ${ROWS}))`,
      [before],
    );
  }
}
