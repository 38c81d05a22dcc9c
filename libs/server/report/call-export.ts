import { AccountZone, Principal } from '@belltower/auth';
import {
  Clock,
  columnsOf,
  following,
  Invalid,
  jsonSql,
  Listing,
  RowPiece,
  SqlColumn,
} from '@belltower/core';
import { CallQuery, CallView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CallCount } from './call-count';
import { callFilter } from './call-filter.sql';
import { CALL_COLUMNS, CALL_NAMES } from './call.sql';
import { SqlParameters } from './sql-parameters';

/** Columns that are not text by themselves, and what a person reads instead. */
const RECORDS: Readonly<Record<string, Pick<SqlColumn, 'sql' | 'words'>>> = {
  answers: {
    sql: 'c.answers',
    words: `case when c.answers is not null then (
      select string_agg(key || ': ' || coalesce(nullif(value, ''), 'none'), '; ' order by key)
        from jsonb_each_text(c.answers)) end`,
  },
  marks: { sql: 'to_jsonb(c.marks)', words: `array_to_string(c.marks, '; ')` },
};

/** All that a list of calls tells, in the order of its fields; the time of a call on the account's clocks besides. */
const COLUMNS: SqlColumn[] = [
  ...columnsOf(CallView, {
    id: 'number',
    startedAt: 'utc',
    campaignId: 'number',
    campaignName: 'text',
    subscriberId: 'number',
    contactId: 'number',
    contactName: 'text',
    number: 'word',
    country: 'word',
    callerId: 'word',
    gatewayId: 'number',
    gatewayName: 'text',
    attempt: 'number',
    disposition: 'word',
    ringSeconds: 'number',
    talkSeconds: 'number',
    sipStatus: 'number',
    q850: 'number',
    digits: 'word',
    answers: 'record',
    marks: 'record',
  }).map((column) => ({
    ...column,
    sql: CALL_COLUMNS[column.name!]!,
    ...RECORDS[column.name!],
  })),
  { name: null, heading: 'Started', kind: 'moment', sql: CALL_COLUMNS['startedAt']! },
];

/**
 * More than of other lists: a call is a short line, and planning over all months would take a good part of the time of
 * a short statement.
 */
const CALLS_AT_ONCE = 20_000;

/** Some rows, and the key of the last. */
interface Piece extends RowPiece {
  at: string;
  id: number;
}

/**
 * The calls that match a list's filters, as text, newest first. PostgreSQL writes the lines, in statements of
 * some thousand rows that follow each other by key: no cursor is held open while a slow reader reads, because
 * a snapshot as old as a download would slow down the dialing.
 */
@Injectable()
export class CallExport {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountZone) private readonly zone: AccountZone,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CallCount) private readonly counts: CallCount,
  ) {}

  /** @throws Invalid `export.whole-list`, `report.period` */
  async listing({ accountId }: Pick<Principal, 'accountId'>, query: CallQuery): Promise<Listing> {
    refusePages(query);
    return {
      name: 'calls',
      timeZone: await this.zone.of(accountId),
      columns: COLUMNS,
      pieces: (format) => this.pieces(accountId, query, format.sql(COLUMNS)),
      count: async () => {
        const total = await this.counts.rolledUp(accountId, query);
        return total === null ? this.counts.bounded(accountId, query) : { total, estimated: false };
      },
    };
  }

  /** One JSON array. @throws Invalid as {@link listing} */
  async *json(
    { accountId }: Pick<Principal, 'accountId'>,
    query: CallQuery,
  ): AsyncGenerator<string> {
    refusePages(query);
    let before = '[\n';
    for await (const { text } of this.pieces(accountId, query, jsonSql(COLUMNS, ',\n'))) {
      // The comma behind the last row of a piece waits until there is another.
      yield before + text.slice(0, -',\n'.length);
      before = ',\n';
    }
    yield before === '[\n' ? '[\n\n]\n' : '\n]\n';
  }

  private async *pieces(
    accountId: number,
    query: CallQuery,
    line: string,
  ): AsyncGenerator<RowPiece> {
    const now = this.clock.now();
    const read = (last?: Piece) => this.piece(accountId, query, now, line, last);
    yield* following(await read(), read, CALLS_AT_ONCE);
  }

  /**
   * Lines are put together in the order of the statement within. The key of the last needs no sorting: the earliest
   * time is its time, and ids are collected in the same order.
   */
  private async piece(
    accountId: number,
    query: CallQuery,
    now: Date,
    line: string,
    last?: Piece,
  ): Promise<Piece> {
    const parameters = new SqlParameters();
    const { conditions } = callFilter(accountId, query, now, parameters);
    if (last) conditions.push(beforeSql(last, parameters));
    const [piece] = await this.database.query<[Piece]>(
      `select string_agg(line, '') as text, count(*)::int as rows, min(at)::text as at,
              (array_agg(id))[count(*)] as id
         from (select ${line} as line, c.created_at as at, c.id
                 from (select * from call c where ${conditions.join(' and ')}
                        order by c.created_at desc, c.id desc limit ${CALLS_AT_ONCE}) as c ${CALL_NAMES}
                order by c.created_at desc, c.id desc) as lines`,
      parameters.values,
    );
    return piece;
  }
}

/** @throws Invalid `export.whole-list` */
function refusePages({ after, before, sort }: CallQuery): void {
  if (after || before || sort)
    throw new Invalid(
      'export.whole-list',
      'An export has all rows, newest first: leave out after, before and sort.',
    );
}

/** The time alone besides the whole key: by it PostgreSQL leaves out the months after it. */
function beforeSql({ at, id }: Piece, parameters: SqlParameters): string {
  const time = `${parameters.add(at)}::timestamptz`;
  return `c.created_at <= ${time} and (c.created_at, c.id) < (${time}, ${parameters.add(id)}::bigint)`;
}
