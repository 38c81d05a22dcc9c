import { AccountZone, Principal } from '@belltower/auth';
import { columnsOf, countOf, Listing, piecesById, ROWS_AT_ONCE, SqlColumn } from '@belltower/core';
import { SuppressionView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Scope } from './list-scope';
import { findNumbers, NumberFilters } from './number-search';

/** Numbers on lists as files, in the order of ids, with headings that an import recognises. */
@Injectable()
export class SuppressionExport {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountZone) private readonly zone: AccountZone,
  ) {}

  /** On the clocks of whoever asks, whosever the lists are. */
  async listing(
    { accountId }: Pick<Principal, 'accountId'>,
    scope: Scope,
    filters: NumberFilters,
  ): Promise<Listing> {
    const columns = columnsIn(scope);
    const matching = () => findNumbers(this.database.manager, scope, filters);
    return {
      name: 'do-not-call',
      timeZone: await this.zone.of(accountId),
      columns,
      count: () => countOf(matching()),
      pieces: (format) =>
        piecesById(
          this.database,
          (after) =>
            matching()
              .select('listed.id', 'id')
              .addSelect(format.sql(columns), 'line')
              .andWhere('listed.id > :after', { after })
              .orderBy('listed.id')
              .limit(ROWS_AT_ONCE)
              .getQueryAndParameters() as [string, unknown[]],
        ),
    };
  }
}

function columnsIn({ accountId, lists }: Scope): SqlColumn[] {
  const ofList = accountId === null ? 'true' : 'list.account_id = listed.account_id';
  const expressions: Readonly<Record<string, string>> = {
    number: 'listed.number',
    reason: 'listed.reason',
    listName: `(select name from ${lists} list where ${ofList} and list.id = listed.list_id)`,
    source: 'listed.source',
    createdAt: 'listed.created_at',
  };
  return columnsOf(SuppressionView, {
    number: 'word',
    reason: 'text',
    listName: 'text',
    source: 'word',
    createdAt: 'moment',
  }).map((column) => ({ ...column, sql: expressions[column.name!]! }));
}
