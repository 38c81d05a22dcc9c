import { BYTE_ORDER_MARK, csvLine, csvValueSql, sendDownload } from '@belltower/core';
import { fieldsOf, SuppressionView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { Scope } from './list-scope';
import { findNumbers, NumberFilters } from './number-search';

/** Numbers that are read at once: enough to be fast, few enough to be forgotten soon. */
const READ_AT_ONCE = 5_000;

const labels = new Map(fieldsOf(SuppressionView).map(({ name, label }) => [name, label]));

/** Numbers on lists as CSV, in the order of ids, with headings that an import recognises. */
@Injectable()
export class SuppressionExport {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  send(response: Response, scope: Scope, filters: NumberFilters): Promise<void> {
    const file = { filename: 'do-not-call.csv', type: 'text/csv; charset=utf-8' };
    return sendDownload(response, file, this.csv(scope, filters));
  }

  /** Each batch is a query of its own, so that a slow reader holds no snapshot open; PostgreSQL writes the lines. */
  async *csv(scope: Scope, filters: NumberFilters): AsyncGenerator<string> {
    const columns = columnsOf(scope);
    yield BYTE_ORDER_MARK + csvLine(Object.keys(columns).map((name) => labels.get(name)));
    const line = `concat_ws(',', ${Object.values(columns).join(', ')}) || E'\\r\\n'`;
    for (let after = 0; ;) {
      const rows = await findNumbers(this.database.manager, scope, filters)
        .select('listed.id', 'id')
        .addSelect(line, 'line')
        .andWhere('listed.id > :after', { after })
        .orderBy('listed.id')
        .limit(READ_AT_ONCE)
        .getRawMany<{ id: number; line: string }>();
      if (!rows.length) return;
      after = rows.at(-1)!.id;
      yield rows.map(({ line: text }) => text).join('');
    }
  }
}

/** Columns with the SQL of their cells. */
function columnsOf({ accountId, lists }: Scope): Record<string, string> {
  const ofList = accountId === null ? 'true' : 'list.account_id = listed.account_id';
  return {
    // Digits behind a plus: nothing to guard or quote.
    number: 'listed.number',
    reason: csvValueSql('listed.reason'),
    listName: csvValueSql(
      `(select name from ${lists} list where ${ofList} and list.id = listed.list_id)`,
    ),
    source: 'listed.source',
    createdAt: `to_char(listed.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  };
}
