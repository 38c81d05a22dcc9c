import { Page } from '@belltower/dto';
import { DataSource, EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { Queryable } from './database';
import { Invalid } from './errors';
import { RowCount } from './listing';

/** A column that a list can be sorted by: never null (coalesce it), and its PostgreSQL type. */
export interface SortColumn {
  expression: string;
  type: 'text' | 'timestamptz' | 'bigint' | 'double precision';
}

export interface KeysetRequest {
  limit: number;
  /** `next` of a page: the rows behind it. */
  after?: string;
  /** `previous` of a page: the rows before it. */
  before?: string;
  sort?: string;
}

export interface KeysetSorts {
  columns: Record<string, SortColumn>;
  /** Sort where none is asked for, for example `-createdAt`. */
  fallback: string;
  /** Unique column that breaks ties. */
  id: string;
}

/** Where a page begins or ends. */
export interface Cursor {
  sort: string;
  value: string;
  id: number;
}

/** Beyond this many matching rows a list says "about": counting further costs more than it tells. */
export const COUNT_LIMIT = 10_000;
/** In PostgreSQL's unit, a page read in order; measured, this much takes some 10 ms. */
const COUNT_COST = 20_000;
/** What it expects to cost less is counted whatever it turns out to take. */
const COUNT_COST_TRUSTED = 1_000;
/** So long is counted where PostgreSQL may be wrong: it knows little of how much a trigram narrows. */
const COUNT_MS = 15;
/** PostgreSQL's code for a statement that took too long. */
const TOO_LONG = '57014';

/**
 * One page of a list by key, so that the millionth page costs what the first does.
 * The position is taken from PostgreSQL as text: a JavaScript date would lose its microseconds.
 * @param counted how many rows there are, where somebody knows without counting
 * @throws Invalid `list.unknown-sort` or `list.bad-cursor`
 */
export async function keysetPage<E extends ObjectLiteral>(
  query: SelectQueryBuilder<E>,
  request: KeysetRequest,
  sorts: KeysetSorts,
  counted: () => Promise<RowCount> = () => countOf(query),
): Promise<Page<E>> {
  const sort = request.sort ?? sorts.fallback;
  const column = sorts.columns[sort.replace(/^-/, '')];
  if (!column) throw new Invalid('list.unknown-sort', `This list cannot be sorted by “${sort}”.`);
  const reading = readingOf(request, sort);
  const { cursor, descending } = reading;
  const [direction, comparison] = descending ? (['DESC', '<'] as const) : (['ASC', '>'] as const);
  const count = cursor ? undefined : await counted();

  const page = query.clone().addSelect(`(${column.expression})::text`, 'keyset_value');
  if (cursor) {
    page.andWhere(
      `(${column.expression}, ${sorts.id}) ${comparison} (:keysetValue::${column.type}, :keysetId::bigint)`,
      { keysetValue: cursor.value, keysetId: cursor.id },
    );
  }
  const { entities, raw } = await page
    .orderBy(column.expression, direction)
    .addOrderBy(sorts.id, direction)
    .limit(request.limit + 1)
    .getRawAndEntities<{ keyset_value: string }>();

  const rows = entities.map((entity, at) => ({ entity, value: raw[at]!.keyset_value }));
  const { items, ...neighbours } = cutPage(rows, request.limit, reading, ({ entity, value }) => ({
    sort,
    value,
    id: entity['id'] as number,
  }));
  const { total = null, estimated = false } = count ?? {};
  return { items: items.map(({ entity }) => entity), ...neighbours, total, estimated };
}

/** How a page is read: from where on, and in which direction, which is not the list's for a page before another. */
export interface Reading {
  cursor: Cursor | null;
  descending: boolean;
  backwards: boolean;
}

/** @throws Invalid `list.bad-cursor` */
export function readingOf(
  { after, before }: Pick<KeysetRequest, 'after' | 'before'>,
  sort: string,
): Reading {
  const backwards = !after && !!before;
  const text = after || before;
  return {
    cursor: text ? decodeCursor(text, sort) : null,
    descending: sort.startsWith('-') !== backwards,
    backwards,
  };
}

/** The page among rows that were read one further than it has, in the list's own order, and how to get its neighbours. */
export function cutPage<T>(
  rows: readonly T[],
  limit: number,
  { cursor, backwards }: Reading,
  cursorOf: (row: T) => Cursor,
): Pick<Page<T>, 'items' | 'next' | 'previous'> {
  const more = rows.length > limit;
  const items = rows.slice(0, limit);
  if (backwards) items.reverse();
  const told = (row: T | undefined, isThere: boolean) =>
    row && isThere ? encodeCursor(cursorOf(row)) : null;
  return {
    items,
    next: told(items.at(-1), more || backwards),
    previous: told(items[0], backwards ? more : cursor !== null),
  };
}

/**
 * Counts exactly where PostgreSQL expects that to be cheap and it is, and else answers what it expects to find:
 * counting ten thousand rows that lie among millions reads the millions.
 */
export async function countOf<E extends ObjectLiteral>(
  query: SelectQueryBuilder<E>,
): Promise<RowCount> {
  const [sql, parameters] = query.clone().orderBy().getQueryAndParameters();
  return countOfRows(query.connection.manager, sql, parameters);
}

/** The same of a statement without order. */
export async function countOfRows(
  db: DataSource | EntityManager,
  sql: string,
  parameters: unknown[],
): Promise<RowCount> {
  const limited = `${sql} limit ${COUNT_LIMIT + 1}`;
  const [{ 'QUERY PLAN': plan }] = await db.query<[{ 'QUERY PLAN': [{ Plan: CountPlan }] }]>(
    `explain (format json) ${limited}`,
    parameters,
  );
  const { 'Total Cost': cost, Plans: [rows] = [] } = plan[0].Plan;
  const expected = rows?.['Plan Rows'] ?? 0;
  if (cost > COUNT_COST) return { total: expected, estimated: true };
  const counting = `select count(*) from (${limited}) as counted`;
  const count = await (cost < COUNT_COST_TRUSTED
    ? countNow(db, counting, parameters)
    : countInTime(db, counting, parameters));
  if (count === null) return { total: expected, estimated: true };
  if (count <= COUNT_LIMIT) return { total: count, estimated: false };
  return { total: Math.max(expected, COUNT_LIMIT + 1), estimated: true };
}

async function countNow(db: Queryable, counting: string, parameters: unknown[]): Promise<number> {
  const [{ count }] = await db.query<[{ count: number }]>(counting, parameters);
  return count;
}

/** Null where it takes too long. */
async function countInTime(
  db: DataSource | EntityManager,
  counting: string,
  parameters: unknown[],
): Promise<number | null> {
  try {
    return await db.transaction(async (own) => {
      await own.query(`set local statement_timeout = '${COUNT_MS}ms'`);
      return countNow(own, counting, parameters);
    });
  } catch (error) {
    if ((error as { code?: string }).code === TOO_LONG) return null;
    throw error;
  }
}

/** The part that matters of the plan of a limited query: its own cost, and the rows it would find without limit. */
interface CountPlan {
  'Total Cost': number;
  Plans?: { 'Plan Rows': number }[];
}

/** Text that a client sends back as `after` or `before`. */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws Invalid `list.bad-cursor` for what is no cursor of this sort */
export function decodeCursor(text: string, sort: string): Cursor {
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor;
    if (cursor.sort === sort && typeof cursor.value === 'string' && Number.isSafeInteger(cursor.id))
      return cursor;
  } catch {
    // Whatever a client sends that is not one of our cursors ends in the same refusal.
  }
  throw new Invalid(
    'list.bad-cursor',
    'This list has changed its order; start again from its first page.',
  );
}
