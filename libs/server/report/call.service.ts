import { Principal } from '@belltower/auth';
import { Clock, Cursor, decodeCursor, encodeCursor, Invalid, NotFound } from '@belltower/core';
import { CallDetailView, CallQuery, CallTimelineEntry, CallView, Page } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CallCount } from './call-count';
import { callFilter, CallFilter } from './call-filter.sql';
import { CALL_NAMES, callColumns } from './call.sql';
import { SqlParameters } from './sql-parameters';

const SORTS: Readonly<Record<string, { column: string; type: string }>> = {
  startedAt: { column: 'c.created_at', type: 'timestamptz' },
  ringSeconds: { column: 'c.ring_seconds', type: 'integer' },
  talkSeconds: { column: 'c.talk_seconds', type: 'integer' },
};
const NEWEST_FIRST = '-startedAt';
const MOST_ATTEMPTS = 50;

type Row = CallView & { keyset: string };

/** The calls of an account: finished attempts, which nobody changes any more. */
@Injectable()
export class CallService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CallCount) private readonly counts: CallCount,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Invalid `list.unknown-sort`, `list.bad-cursor`, `report.period` */
  async list({ accountId }: Principal, query: CallQuery): Promise<Page<CallView>> {
    const sort = query.sort ?? NEWEST_FIRST;
    const parameters = new SqlParameters();
    const filter = callFilter(accountId, query, this.clock.now(), parameters);
    const cursor = query.after ? decodeCursor(query.after, sort) : null;
    const sql = pageSql(filter, sort, cursor, query.limit, parameters);
    // What the roll-up knows is asked at the same time as the page.
    const known = query.after ? null : this.counts.rolledUp(accountId, query);
    const [rows, exact] = await Promise.all([
      this.database.query<Row[]>(sql, parameters.values),
      known,
    ]);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    const next = last ? encodeCursor({ sort, value: last.keyset, id: last.id }) : null;
    if (query.after) return { items, next, total: null, estimated: false };
    if (!next) return { items, next, total: items.length, estimated: false };
    if (exact !== null) return { items, next, total: exact, estimated: false };
    return { items, next, ...(await this.counts.bounded(accountId, query)) };
  }

  /** @throws NotFound `call.not-found` */
  async get({ accountId }: Principal, id: number): Promise<CallDetailView> {
    const [call] = await this.database.query<(CallDetailView & { events: CallTimelineEntry[] })[]>(
      `select ${callColumns}, c.ended_at as "endedAt", c.timeline as events
         from call c ${CALL_NAMES} where c.account_id = $1 and c.id = $2`,
      [accountId, id],
    );
    if (!call) throw new NotFound('call.not-found', 'There is no such call.');
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

/** One page, found by the index and joined with its names afterwards. */
function pageSql(
  { conditions }: CallFilter,
  sort: string,
  cursor: Cursor | null,
  limit: number,
  parameters: SqlParameters,
): string {
  const by = SORTS[sort.replace(/^-/, '')];
  if (!by) throw new Invalid('list.unknown-sort', `This list cannot be sorted by “${sort}”.`);
  const descending = sort.startsWith('-');
  const order = ['', ', c.id'].map((id) => `${id || by.column} ${descending ? 'desc' : 'asc'}`);
  const from = cursor ? `and ${beyondSql(by, descending ? '<' : '>', cursor, parameters)}` : '';
  return `
    select ${callColumns}, (${by.column})::text as keyset
      from (select * from call c where ${conditions.join(' and ')} ${from}
             order by ${order.join('')} limit ${limit + 1}) as c ${CALL_NAMES}
     order by ${order.join('')}`;
}

/** The value alone besides the whole key: by a time PostgreSQL leaves out the months on its other side. */
function beyondSql(
  { column, type }: { column: string; type: string },
  comparison: '<' | '>',
  cursor: Cursor,
  parameters: SqlParameters,
): string {
  const value = `${parameters.add(cursor.value)}::${type}`;
  const id = `${parameters.add(cursor.id)}::bigint`;
  return `${column} ${comparison}= ${value} and (${column}, c.id) ${comparison} (${value}, ${id})`;
}
