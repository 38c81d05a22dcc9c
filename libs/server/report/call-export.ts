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
const BATCH = 5_000;

/** Columns whose text somebody typed. The others cannot look like a formula or need quotes. */
const TYPED = ['campaignName', 'contactName', 'gatewayName'];

interface Line {
  at: string;
  id: number;
  line: string;
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
      const local = `to_char(c.created_at at time zone ${parameters.add(timeZone)}, 'YYYY-MM-DD HH24:MI:SS')`;
      const values = fields.map(({ name }) => csvExpression(name));
      return `concat_ws(',', ${[...values, local].join(', ')}) || E'\\r\\n'`;
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
    for (let last: Line | undefined, more = true; more;) {
      const parameters = new SqlParameters();
      const { conditions } = callFilter(accountId, query, now, parameters);
      if (last)
        conditions.push(
          `(c.created_at, c.id) < (${parameters.add(last.at)}::timestamptz, ${parameters.add(last.id)}::bigint)`,
        );
      const rows: Line[] = await this.database.query(
        `select c.created_at::text as at, c.id, ${line(parameters)} as line
           from (select * from call c where ${conditions.join(' and ')}
                  order by c.created_at desc, c.id desc limit ${BATCH}) as c ${CALL_NAMES}
          order by c.created_at desc, c.id desc`,
        parameters.values,
      );
      last = rows.at(-1);
      more = rows.length === BATCH;
      if (rows.length) yield rows.map((row) => row.line).join('');
    }
  }
}

/** Times in JSON and CSV look as the API sends them. */
const ISO = `to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

function csvExpression(name: string): string {
  if (name === 'startedAt') return ISO;
  const column = CALL_COLUMNS[name]!;
  return TYPED.includes(name) ? csvValueSql(column) : `coalesce(${column}::text, '')`;
}

const JSON_ROW = `json_build_object(${Object.entries(CALL_COLUMNS)
  .map(([name, column]) => `'${name}', ${name === 'startedAt' ? ISO : column}`)
  .join(', ')})::text`;
