import { Principal } from '@belltower/auth';
import {
  Clock,
  cutPage,
  encodeCursor,
  Invalid,
  NotFound,
  Reading,
  readingOf,
} from '@belltower/core';
import {
  CallDetailView,
  CallQuery,
  CallsKeptView,
  CallTimelineEntry,
  CallView,
  Page,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CallCount } from './call-count';
import { callFilter, CallFilter } from './call-filter.sql';
import { CALL_NAMES, callColumns } from './call.sql';
import { keptSince } from './kept-since';
import { behind, firstMonths } from './month-parts';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';

interface Sort {
  column: string;
  type: string;
}

const SORTS: Readonly<Record<string, Sort>> = {
  startedAt: { column: 'c.created_at', type: 'timestamptz' },
  ringSeconds: { column: 'c.ring_seconds', type: 'integer' },
  talkSeconds: { column: 'c.talk_seconds', type: 'integer' },
};
const NEWEST_FIRST = '-startedAt';
const MOST_ATTEMPTS = 50;
/** How long a page looks for what fits. */
const PATIENCE_MS = 1_000;

type Row = CallView & { keyset: string };

/** The calls of an account: finished attempts, which nobody changes any more. */
@Injectable()
export class CallService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CallCount) private readonly counts: CallCount,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Where few of very many calls match, a page ends before it is full when patience does, and its `next` goes on from there.
   * @throws Invalid `list.unknown-sort`, `list.bad-cursor`, `list.too-many-to-sort`, `report.period`
   */
  async list(
    { accountId }: Principal,
    query: CallQuery,
    patienceMs = PATIENCE_MS,
  ): Promise<Page<CallView>> {
    const sort = query.sort ?? NEWEST_FIRST;
    const reading = readingOf(query, sort);
    const isFirst = !reading.cursor;
    if (sortOf(sort) === SORTS['ringSeconds']) await this.counts.refuseLargeSort(accountId, query);
    // What the roll-up knows is asked at the same time as the page.
    const known = isFirst ? this.counts.rolledUp(accountId, query) : null;
    const [{ rows, stoppedAt }, exact] = await Promise.all([
      this.read(accountId, query, sort, reading, patienceMs, known),
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
    return { ...page, ...(await this.counts.bounded(accountId, query)) };
  }

  /**
   * By time month after month, so that PostgreSQL neither plans nor looks into those behind the page; each time twice as
   * many, as most periods without a match have none in any month. Where it is known how many there are, none is looked
   * for beyond the last.
   */
  private async read(
    accountId: number,
    query: CallQuery,
    sort: string,
    reading: Reading,
    patienceMs: number,
    known: Promise<number | null> | null,
  ): Promise<{ rows: Row[]; stoppedAt: Date | null }> {
    const now = this.clock.now();
    let most = query.limit + 1;
    const readPart = (part: CallQuery, limit: number) => {
      const parameters = new SqlParameters();
      const filter = callFilter(accountId, part, now, parameters);
      const sql = pageSql(filter, sort, reading, limit, parameters);
      return this.database.query<Row[]>(sql, parameters.values);
    };
    const { period } = callFilter(accountId, query, now, new SqlParameters());
    if (!period || sortOf(sort) !== SORTS['startedAt'])
      return { rows: await readPart(query, most), stoppedAt: null };
    const patienceEnds = performance.now() + patienceMs;
    const fromEnd = reading.descending;
    const rows: Row[] = [];
    let rest = beyondCursor(period, reading);
    // Every call fits where nothing but the period is asked for: no need to wait.
    const { gatewayId, country, disposition } = query;
    if (gatewayId || country || disposition) most = Math.min(most, (await known) ?? most);
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

  /** How far back; null where nothing has been dropped. */
  async kept(): Promise<CallsKeptView> {
    const [calls, recordings] = await Promise.all([
      keptSince(this.database, 'calls'),
      keptSince(this.database, 'recordings'),
    ]);
    return {
      callsSince: calls?.toISOString() ?? null,
      recordingsSince: recordings?.toISOString() ?? null,
    };
  }

  /** @throws NotFound `call.not-found` */
  async get({ accountId }: Principal, id: number): Promise<CallDetailView> {
    const [call] = await this.database.query<(CallDetailView & { events: CallTimelineEntry[] })[]>(
      `select ${callColumns}, c.ended_at as "endedAt", c.timeline as events,
              recording.seconds as "recordingSeconds"
         from call c ${CALL_NAMES}
         left join recording on recording.account_id = c.account_id and recording.call_id = c.id
        where c.account_id = $1 and c.id = $2`,
      [accountId, id],
    );
    if (!call)
      throw new NotFound('call.not-found', 'There is no such call, or it is not kept any more.');
    const attempts = await this.database.query<CallView[]>(
      `select ${callColumns} from call c ${CALL_NAMES}
        where c.account_id = $1 and c.subscriber_id = $2 and c.id <> $3
        order by c.created_at desc, c.id desc limit ${MOST_ATTEMPTS}`,
      [accountId, call.subscriberId, id],
    );
    const timeline = call.events.map((event) => ({ ...event, detail: event.detail ?? null }));
    return { ...call, timeline, attempts };
  }
}

/** @throws Invalid `list.unknown-sort` */
function sortOf(sort: string): Sort {
  const by = SORTS[sort.replace(/^-/, '')];
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

type Cut = Pick<Page<CallView>, 'items' | 'next' | 'previous'>;

/** A page with its neighbours: where it has stopped the next goes on, and where nothing was found the way back begins. */
function between(cut: Cut, sort: string, reading: Reading, stoppedAt: Date | null): Cut {
  const { backwards, cursor } = reading;
  const { items, next, previous } = cut;
  const [ahead, back] = backwards ? [previous, next] : [next, previous];
  const on = stoppedAt ? encodeCursor({ sort, value: stoppedAt.toISOString(), id: 0 }) : ahead;
  const home = items.length || !cursor ? back : encodeCursor(cursor);
  return backwards ? { items, next: home, previous: on } : { items, next: on, previous: home };
}

/** One page, found by the index and joined with its names afterwards. */
function pageSql(
  { conditions }: CallFilter,
  sort: string,
  { cursor, descending }: Reading,
  limit: number,
  parameters: SqlParameters,
): string {
  const by = sortOf(sort);
  const order = ['', ', c.id'].map((id) => `${id || by.column} ${descending ? 'desc' : 'asc'}`);
  const from = cursor ? `and ${beyondSql(by, descending ? '<' : '>', cursor, parameters)}` : '';
  return `
    select ${callColumns}, (${by.column})::text as keyset
      from (select * from call c where ${conditions.join(' and ')} ${from}
             order by ${order.join('')} limit ${limit}) as c ${CALL_NAMES}
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
  return `${column} ${comparison}= ${value} and (${column}, c.id) ${comparison} (${value}, ${id})`;
}
