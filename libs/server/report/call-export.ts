import { AccountZone, Principal } from '@belltower/auth';
import {
  abreast,
  Clock,
  columnsOf,
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

/** Where in the list a call stands: the time as PostgreSQL wrote it. */
interface Key {
  at: string;
  id: number;
}

/**
 * The calls that match a list's filters, as text, newest first. PostgreSQL writes the lines, in statements of
 * some thousand rows by key, two at a time: no cursor is held open while a slow reader reads, because
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
    const all = (): Part => {
      const parameters = new SqlParameters();
      return { ...callFilter(accountId, query, now, parameters), parameters };
    };
    const piece = await this.piece(all(), line, `limit ${CALLS_AT_ONCE}`);
    const last = piece.rows === CALLS_AT_ONCE ? { at: piece.at, id: piece.id } : null;
    yield* abreast<Key, RowPiece>(
      { ...piece, last },
      (after) => this.cut(behind(after, all())),
      (after, until) => this.piece(upTo(until, behind(after, all())), line),
    );
  }

  /** The key of the last call of a whole piece, without writing it; null where there are fewer. */
  private async cut({ conditions, parameters }: Part): Promise<Key | null> {
    const [key = null] = await this.database.query<Key[]>(
      `select c.created_at::text as at, c.id from call c where ${conditions.join(' and ')}
        order by c.created_at desc, c.id desc offset ${CALLS_AT_ONCE - 1} limit 1`,
      parameters.values,
    );
    return key;
  }

  /**
   * Lines are put together in the order of the statement within. The key of the last needs no sorting: the earliest
   * time is its time, and ids are collected in the same order.
   */
  private async piece(
    { conditions, parameters }: Part,
    line: string,
    limit = '',
  ): Promise<RowPiece & Key> {
    const [piece] = await this.database.query<[RowPiece & Key]>(
      `select coalesce(string_agg(line, ''), '') as text, count(*)::int as rows, min(at)::text as at,
              (array_agg(id))[count(*)] as id
         from (select ${line} as line, c.created_at as at, c.id
                 from (select * from call c where ${conditions.join(' and ')}
                        order by c.created_at desc, c.id desc ${limit}) as c ${CALL_NAMES}
                order by c.created_at desc, c.id desc) as lines`,
      parameters.values,
    );
    return piece;
  }
}

/** Some of the calls that match. */
interface Part {
  conditions: string[];
  parameters: SqlParameters;
}

/** @throws Invalid `export.whole-list` */
function refusePages({ after, before, sort }: CallQuery): void {
  if (after || before || sort)
    throw new Invalid(
      'export.whole-list',
      'An export has all rows, newest first: leave out after, before and sort.',
    );
}

/* The time alone besides the whole key: by it PostgreSQL leaves out the months beyond. */

function behind({ at, id }: Key, { conditions, parameters }: Part): Part {
  const time = `${parameters.add(at)}::timestamptz`;
  const beyond = `(c.created_at, c.id) < (${time}, ${parameters.add(id)}::bigint)`;
  return { conditions: [...conditions, `c.created_at <= ${time}`, beyond], parameters };
}

function upTo(key: Key | null, part: Part): Part {
  if (!key) return part;
  const { conditions, parameters } = part;
  const time = `${parameters.add(key.at)}::timestamptz`;
  const within = `(c.created_at, c.id) >= (${time}, ${parameters.add(key.id)}::bigint)`;
  return { conditions: [...conditions, `c.created_at >= ${time}`, within], parameters };
}
