import { AccountZone, Principal } from '@belltower/auth';
import { abreast, Clock, Invalid, jsonSql, Listing, RowPiece, SqlColumn } from '@belltower/core';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AttemptCount } from './attempt-count';
import { attemptFilter } from './attempt-filter.sql';
import { AttemptQuery, AttemptSource, NAMES } from './attempt-source';
import { SqlParameters } from './sql-parameters';

/** A source that can be had as a file, with all that its list tells. */
export interface ExportedSource<Q extends AttemptQuery> {
  source: AttemptSource<Q>;
  columns: readonly SqlColumn[];
  /**
   * Rows of one statement: the fewer, the more of its time goes into planning over all months; the more, the more text lies
   * in memory, twice over.
   */
  rowsAtOnce: number;
}

/** Where in the list an attempt stands: the time as PostgreSQL wrote it. */
interface Key {
  at: string;
  id: number;
}

/**
 * The attempts that match a list's filters, as text, newest first. PostgreSQL writes the lines, in statements of
 * some thousand rows by key, two at a time: no cursor is held open while a slow reader reads, because
 * a snapshot as old as a download would slow down the dialing.
 */
@Injectable()
export class AttemptExport {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountZone) private readonly zone: AccountZone,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(AttemptCount) private readonly counts: AttemptCount,
  ) {}

  /** @throws Invalid `export.whole-list`, `report.period` */
  async listing<Q extends AttemptQuery>(
    exported: ExportedSource<Q>,
    { accountId }: Pick<Principal, 'accountId'>,
    query: Q,
  ): Promise<Listing> {
    const { source, columns } = exported;
    refusePages(query);
    return {
      name: source.many,
      timeZone: await this.zone.of(accountId),
      columns,
      pieces: (format) => this.pieces(exported, accountId, query, format.sql(columns)),
      count: async () => {
        const total = await this.counts.rolledUp(source, accountId, query);
        return total === null
          ? this.counts.bounded(source, accountId, query)
          : { total, estimated: false };
      },
    };
  }

  /** One JSON array. @throws Invalid as {@link listing} */
  async *json<Q extends AttemptQuery>(
    exported: ExportedSource<Q>,
    { accountId }: Pick<Principal, 'accountId'>,
    query: Q,
  ): AsyncGenerator<string> {
    refusePages(query);
    let before = '[\n';
    const line = jsonSql(exported.columns, ',\n');
    for await (const { text } of this.pieces(exported, accountId, query, line)) {
      // The comma behind the last row of a piece waits until there is another.
      yield before + text.slice(0, -',\n'.length);
      before = ',\n';
    }
    yield before === '[\n' ? '[\n\n]\n' : '\n]\n';
  }

  private async *pieces<Q extends AttemptQuery>(
    { source, rowsAtOnce }: ExportedSource<Q>,
    accountId: number,
    query: Q,
    line: string,
  ): AsyncGenerator<RowPiece> {
    const now = this.clock.now();
    const all = (): Part => {
      const parameters = new SqlParameters();
      const { conditions } = attemptFilter(source, accountId, query, now, parameters);
      return { table: source.table, conditions, parameters };
    };
    const piece = await this.piece(all(), line, `limit ${rowsAtOnce}`);
    const last = piece.rows === rowsAtOnce ? { at: piece.at, id: piece.id } : null;
    yield* abreast<Key, RowPiece>(
      { ...piece, last },
      (after) => this.cut(behind(after, all()), rowsAtOnce),
      (after, until) => this.piece(upTo(until, behind(after, all())), line),
    );
  }

  /** The key of the last row of a whole piece, without writing it; null where there are fewer. */
  private async cut(
    { table, conditions, parameters }: Part,
    rowsAtOnce: number,
  ): Promise<Key | null> {
    const [key = null] = await this.database.query<Key[]>(
      `select a.created_at::text as at, a.id from ${table} a where ${conditions.join(' and ')}
        order by a.created_at desc, a.id desc offset ${rowsAtOnce - 1} limit 1`,
      parameters.values,
    );
    return key;
  }

  /**
   * Lines are put together in the order of the statement within. The key of the last needs no sorting: the earliest
   * time is its time, and ids are collected in the same order.
   */
  private async piece(
    { table, conditions, parameters }: Part,
    line: string,
    limit = '',
  ): Promise<RowPiece & Key> {
    const [piece] = await this.database.query<[RowPiece & Key]>(
      `select coalesce(string_agg(line, ''), '') as text, count(*)::int as rows, min(at)::text as at,
              (array_agg(id))[count(*)] as id
         from (select ${line} as line, a.created_at as at, a.id
                 from (select * from ${table} a where ${conditions.join(' and ')}
                        order by a.created_at desc, a.id desc ${limit}) as a ${NAMES}
                order by a.created_at desc, a.id desc) as lines`,
      parameters.values,
    );
    return piece;
  }
}

/** Some of the attempts that match. */
interface Part {
  table: string;
  conditions: string[];
  parameters: SqlParameters;
}

/** @throws Invalid `export.whole-list` */
function refusePages({ after, before, sort }: AttemptQuery): void {
  if (after || before || sort)
    throw new Invalid(
      'export.whole-list',
      'An export has all rows, newest first: leave out after, before and sort.',
    );
}

/* The time alone besides the whole key: by it PostgreSQL leaves out the months beyond. */

function behind({ at, id }: Key, { conditions, parameters, ...part }: Part): Part {
  const time = `${parameters.add(at)}::timestamptz`;
  const beyond = `(a.created_at, a.id) < (${time}, ${parameters.add(id)}::bigint)`;
  return { ...part, conditions: [...conditions, `a.created_at <= ${time}`, beyond], parameters };
}

function upTo(key: Key | null, part: Part): Part {
  if (!key) return part;
  const { conditions, parameters } = part;
  const time = `${parameters.add(key.at)}::timestamptz`;
  const within = `(a.created_at, a.id) >= (${time}, ${parameters.add(key.id)}::bigint)`;
  return { ...part, conditions: [...conditions, `a.created_at >= ${time}`, within] };
}
