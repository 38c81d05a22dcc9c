import { Page } from '@belltower/dto';
import { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { Invalid } from './errors';

/** A column that a list can be sorted by: never null (coalesce it), and its PostgreSQL type. */
export interface SortColumn {
  expression: string;
  type: 'text' | 'timestamptz' | 'bigint' | 'double precision';
}

export interface KeysetRequest {
  limit: number;
  after?: string;
  sort?: string;
}

export interface KeysetSorts {
  columns: Record<string, SortColumn>;
  /** Sort where none is asked for, for example `-createdAt`. */
  fallback: string;
  /** Unique column that breaks ties. */
  id: string;
}

/** Where a page ended. */
export interface Cursor {
  sort: string;
  value: string;
  id: number;
}

/** Beyond this many matching rows a list says "about": counting further costs more than it tells. */
export const COUNT_LIMIT = 10_000;
/** In PostgreSQL's unit, a page read in order; measured, this much takes some 10 ms. */
const COUNT_COST = 20_000;

/**
 * One page of a list by key, so that the millionth page costs what the first does.
 * The position is taken from PostgreSQL as text: a JavaScript date would lose its microseconds.
 * @throws Invalid `list.unknown-sort` or `list.bad-cursor`
 */
export async function keysetPage<E extends ObjectLiteral>(
  query: SelectQueryBuilder<E>,
  request: KeysetRequest,
  sorts: KeysetSorts,
): Promise<Page<E>> {
  const sort = request.sort ?? sorts.fallback;
  const column = sorts.columns[sort.replace(/^-/, '')];
  if (!column) throw new Invalid('list.unknown-sort', `This list cannot be sorted by “${sort}”.`);
  const [direction, comparison] = sort.startsWith('-')
    ? (['DESC', '<'] as const)
    : (['ASC', '>'] as const);
  const count = request.after ? undefined : await countOf(query);

  const page = query.clone().addSelect(`(${column.expression})::text`, 'keyset_value');
  if (request.after) {
    const cursor = decodeCursor(request.after, sort);
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

  const items = entities.slice(0, request.limit);
  const last = items.at(-1);
  const more = entities.length > request.limit && last;
  const next = more
    ? encodeCursor({ sort, value: raw[request.limit - 1]!.keyset_value, id: last['id'] as number })
    : null;
  return { items, next, total: count?.total ?? null, estimated: count?.estimated ?? false };
}

/**
 * Counts exactly where PostgreSQL expects that to be cheap, and else answers what it expects to find:
 * counting ten thousand rows that lie among millions reads the millions.
 */
async function countOf<E extends ObjectLiteral>(query: SelectQueryBuilder<E>) {
  const [sql, parameters] = query.clone().orderBy().getQueryAndParameters();
  const { manager } = query.connection;
  const limited = `${sql} limit ${COUNT_LIMIT + 1}`;
  const [{ 'QUERY PLAN': plan }] = (await manager.query(
    `explain (format json) ${limited}`,
    parameters,
  )) as [{ 'QUERY PLAN': [{ Plan: CountPlan }] }];
  const { 'Total Cost': cost, Plans: [rows] = [] } = plan[0].Plan;
  const expected = rows?.['Plan Rows'] ?? 0;
  if (cost > COUNT_COST) return { total: expected, estimated: true };
  const [{ count }] = (await manager.query(
    `select count(*) from (${limited}) as counted`,
    parameters,
  )) as [{ count: number }];
  if (count <= COUNT_LIMIT) return { total: count, estimated: false };
  return { total: Math.max(expected, COUNT_LIMIT + 1), estimated: true };
}

/** The part that matters of the plan of a limited query: its own cost, and the rows it would find without limit. */
interface CountPlan {
  'Total Cost': number;
  Plans?: { 'Plan Rows': number }[];
}

/** Text that a client sends back as `after`. */
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
