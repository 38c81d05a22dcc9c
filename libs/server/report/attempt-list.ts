import { Clock, cutPage, encodeCursor, Invalid, Reading, readingOf } from '@belltower/core';
import { Page } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AttemptCount } from './attempt-count';
import { AttemptFilter, attemptFilter } from './attempt-filter.sql';
import { AttemptQuery, AttemptSource, NAMES, selected, Sort } from './attempt-source';
import { behind, firstMonths } from './month-parts';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';

/** How long a page looks for what fits. */
const PATIENCE_MS = 1_000;

type Row<V> = V & { keyset: string };

/** Lists of attempts that have left the ledger, page by page. */
@Injectable()
export class AttemptList {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AttemptCount) private readonly counts: AttemptCount,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Where few of very many rows match, a page ends before it is full when patience does, and its `next` goes on from there.
   * @throws Invalid `list.unknown-sort`, `list.bad-cursor`, `list.too-many-to-sort`, `report.period`
   */
  async page<Q extends AttemptQuery, V extends { id: number }>(
    source: AttemptSource<Q>,
    accountId: number,
    query: Q,
    patienceMs = PATIENCE_MS,
  ): Promise<Page<V>> {
    const sort = query.sort ?? `-${source.timeSort}`;
    sortOf(source, sort);
    const reading = readingOf(query, sort);
    const isFirst = !reading.cursor;
    await this.counts.refuseLargeSort(source, accountId, query, sort);
    // What the roll-up knows is asked at the same time as the page.
    const known = isFirst ? this.counts.rolledUp(source, accountId, query) : null;
    const [{ rows, stoppedAt }, exact] = await Promise.all([
      this.read<Q, V>(source, accountId, query, sort, reading, patienceMs, known),
      known,
    ]);
    const cut = cutPage(rows, query.limit, reading, ({ keyset: value, id }) => ({
      sort,
      value,
      id,
    }));
    const page = between(cut, sort, reading, stoppedAt);
    if (!isFirst) return { ...page, total: null, estimated: false };
    if (!page.next) return { ...page, total: page.items.length, estimated: false };
    if (exact !== null) return { ...page, total: exact, estimated: false };
    if (stoppedAt) return { ...page, total: null, estimated: false };
    return { ...page, ...(await this.counts.bounded(source, accountId, query)) };
  }

  /**
   * By time month after month, so that PostgreSQL neither plans nor looks into those behind the page; each time twice as
   * many, as most periods without a match have none in any month. Where it is known how many there are, none is looked
   * for beyond the last.
   */
  private async read<Q extends AttemptQuery, V>(
    source: AttemptSource<Q>,
    accountId: number,
    query: Q,
    sort: string,
    reading: Reading,
    patienceMs: number,
    known: Promise<number | null> | null,
  ): Promise<{ rows: Row<V>[]; stoppedAt: Date | null }> {
    const now = this.clock.now();
    const { timeSort } = source;
    let most = query.limit + 1;
    const readPart = (part: Q, limit: number) => {
      const parameters = new SqlParameters();
      const filter = attemptFilter(source, accountId, part, now, parameters);
      const sql = pageSql(source, filter, sort, reading, limit, parameters);
      return this.database.query<Row<V>[]>(sql, parameters.values);
    };
    const { period } = attemptFilter(source, accountId, query, now, new SqlParameters());
    if (!period || sort.replace(/^-/, '') !== timeSort)
      return { rows: await readPart(query, most), stoppedAt: null };
    const patienceEnds = performance.now() + patienceMs;
    const fromEnd = reading.descending;
    const rows: Row<V>[] = [];
    let rest = beyondCursor(period, reading);
    // Every row fits where nothing but the period is asked for: no need to wait.
    if (query.gatewayId || query.country || source.isNarrowed(query))
      most = Math.min(most, (await known) ?? most);
    for (let months = 1; rest && rows.length < most; months *= 2) {
      const part = firstMonths(rest, months, fromEnd);
      const bounds = { from: part.from.toISOString(), until: part.until.toISOString() };
      rows.push(...(await readPart({ ...query, ...bounds }, most - rows.length)));
      rest = behind(rest, part, fromEnd);
      if (rest) most = Math.min(most, (await known) ?? most);
      if (rest && rows.length < most && performance.now() > patienceEnds)
        return { rows, stoppedAt: fromEnd ? rest.until : rest.from };
    }
    return { rows, stoppedAt: null };
  }
}

/** @throws Invalid `list.unknown-sort` */
function sortOf({ sorts }: Pick<AttemptSource<never>, 'sorts'>, sort: string): Sort {
  const by = sorts[sort.replace(/^-/, '')];
  if (by) return by;
  throw new Invalid('list.unknown-sort', `This list cannot be sorted by “${sort}”.`);
}

/** What of a period can be on the page behind a cursor, to the millisecond; null where nothing can. */
function beyondCursor({ from, until }: Period, { cursor, descending }: Reading): Period | null {
  const time = cursor ? Date.parse(cursor.value) : NaN;
  // PostgreSQL itself refuses what is no time.
  if (Number.isNaN(time)) return { from, until };
  // A row may lie within the millisecond; a page that stopped did so between two.
  const end = cursor!.id ? time + 1 : time;
  const rest = descending
    ? { from, until: new Date(Math.min(until.getTime(), end)) }
    : { from: new Date(Math.max(from.getTime(), time)), until };
  return rest.from < rest.until ? rest : null;
}

type Cut<V> = Pick<Page<V>, 'items' | 'next' | 'previous'>;

/** A page with its neighbours: where it has stopped the next goes on, and where nothing was found the way back begins. */
function between<V>(cut: Cut<V>, sort: string, reading: Reading, stoppedAt: Date | null): Cut<V> {
  const { backwards, cursor } = reading;
  const { items, next, previous } = cut;
  const [ahead, back] = backwards ? [previous, next] : [next, previous];
  const on = stoppedAt ? encodeCursor({ sort, value: stoppedAt.toISOString(), id: 0 }) : ahead;
  const home = items.length || !cursor ? back : encodeCursor(cursor);
  return backwards ? { items, next: home, previous: on } : { items, next: on, previous: home };
}

/** One page, found by the index and joined with its names afterwards. */
function pageSql<Q extends AttemptQuery>(
  source: AttemptSource<Q>,
  { conditions }: AttemptFilter,
  sort: string,
  { cursor, descending }: Reading,
  limit: number,
  parameters: SqlParameters,
): string {
  const by = sortOf(source, sort);
  const order = ['', ', a.id'].map((id) => `${id || by.column} ${descending ? 'desc' : 'asc'}`);
  const from = cursor ? `and ${beyondSql(by, descending ? '<' : '>', cursor, parameters)}` : '';
  return `
    select ${selected(source.columns)}, (${by.column})::text as keyset
      from (select * from ${source.table} a where ${conditions.join(' and ')} ${from}
             order by ${order.join('')} limit ${limit}) as a ${NAMES}
     order by ${order.join('')}`;
}

/** The value alone besides the whole key: by a time PostgreSQL leaves out the months on its other side. */
function beyondSql(
  { column, type }: Sort,
  comparison: '<' | '>',
  cursor: NonNullable<Reading['cursor']>,
  parameters: SqlParameters,
): string {
  const value = `${parameters.add(cursor.value)}::${type}`;
  const id = `${parameters.add(cursor.id)}::bigint`;
  return `${column} ${comparison}= ${value} and (${column}, a.id) ${comparison} (${value}, ${id})`;
}
