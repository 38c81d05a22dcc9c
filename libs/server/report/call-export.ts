import { Principal } from '@belltower/auth';
import { BYTE_ORDER_MARK, Clock, csvLine, csvValueSql, Invalid } from '@belltower/core';
import { CallQuery, CallView, fieldsOf } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountZone } from './account-zone';
import { callFilter } from './call-filter.sql';
import { CALL_COLUMNS, CALL_NAMES } from './call.sql';
import { SqlParameters } from './sql-parameters';

/** Rows of one statement: large enough for speed, small enough for a flat memory. */
const BATCH = 4_000;

/** Columns whose text somebody typed. The others cannot look like a formula or need quotes. */
const TYPED = ['campaignName', 'contactName', 'gatewayName'];

/** Some lines in one piece, and the key of the last. */
interface Batch {
  lines: string;
  rows: number;
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
  ) {}

  /** With headings, and beside the UTC time of each call the one of the account's clocks. */
  async *csv(user: Principal, query: CallQuery): AsyncGenerator<string> {
    const timeZone = await this.zone.of(user.accountId);
    const fields = fieldsOf(CallView);
    const headings = fields.map(({ label, unit }) => (unit ? `${label} (${unit})` : label));
    yield BYTE_ORDER_MARK + csvLine([...headings, `Started (${timeZone})`]);
    yield* this.lines(user, query, (parameters) => {
      const local = `date_trunc('second', c.created_at at time zone ${parameters.add(timeZone)})::text`;
      const values = [...fields.map(({ name }) => csvExpression(name)), local];
      return `${values.join(` || ',' || `)} || E'\\r\\n'`;
    });
  }

  /** One JSON object a line. */
  async *jsonLines(user: Principal, query: CallQuery): AsyncGenerator<string> {
    yield* this.lines(user, query, () => `${JSON_ROW} || E'\\n'`);
  }

  /** One JSON array. */
  async *json(user: Principal, query: CallQuery): AsyncGenerator<string> {
    let before = '[\n';
    for await (const piece of this.lines(user, query, () => `E',\\n' || ${JSON_ROW}`)) {
      yield before + piece.slice(before ? ',\n'.length : 0);
      before = '';
    }
    yield `${before}\n]\n`;
  }

  /** While one batch is being read by the client, the next is on its way from the database. */
  private async *lines(
    { accountId }: Principal,
    query: CallQuery,
    line: (parameters: SqlParameters) => string,
  ): AsyncGenerator<string> {
    if (query.after || query.sort)
      throw new Invalid(
        'export.whole-list',
        'An export has all rows, newest first: leave out after and sort.',
      );
    const now = this.clock.now();
    const read = (last?: Batch) => this.batch(accountId, query, now, line, last);
    let batch = await read();
    while (batch.rows === BATCH) {
      const next = read(batch);
      // Awaited below; without this a failure while the reader is slow would count as unhandled.
      next.catch(() => undefined);
      yield batch.lines;
      batch = await next;
    }
    if (batch.rows) yield batch.lines;
  }

  private async batch(
    accountId: number,
    query: CallQuery,
    now: Date,
    line: (parameters: SqlParameters) => string,
    last?: Batch,
  ): Promise<Batch> {
    const parameters = new SqlParameters();
    const { conditions } = callFilter(accountId, query, now, parameters);
    if (last) conditions.push(beforeSql(last, parameters));
    const [batch] = await this.database.query<[Batch]>(
      `select string_agg(${line(parameters)}, '' order by c.created_at desc, c.id desc) as lines,
              count(*)::int as rows, (array_agg(c.created_at::text order by c.created_at, c.id))[1] as at,
              (array_agg(c.id order by c.created_at, c.id))[1] as id
         from (select * from call c where ${conditions.join(' and ')}
                order by c.created_at desc, c.id desc limit ${BATCH}) as c ${CALL_NAMES}`,
      parameters.values,
    );
    return batch;
  }
}

/** The time alone besides the whole key: by it PostgreSQL leaves out the months after it. */
function beforeSql({ at, id }: Batch, parameters: SqlParameters): string {
  const time = `${parameters.add(at)}::timestamptz`;
  return `c.created_at <= ${time} and (c.created_at, c.id) < (${time}, ${parameters.add(id)}::bigint)`;
}

function csvExpression(name: string): string {
  // RFC 3339; `to_char` would take as long as all other columns together.
  if (name === 'startedAt')
    return `replace((c.created_at at time zone 'UTC')::text, ' ', 'T') || 'Z'`;
  const column = CALL_COLUMNS[name]!;
  return TYPED.includes(name) ? csvValueSql(column) : `coalesce(${column}::text, '')`;
}

/** As the API sends it in a list. */
const ISO = `to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const JSON_ROW = `json_build_object(${Object.entries(CALL_COLUMNS)
  .map(([name, column]) => `'${name}', ${name === 'startedAt' ? ISO : column}`)
  .join(', ')})::text`;
