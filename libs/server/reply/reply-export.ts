import { AccountZone, Principal } from '@belltower/auth';
import { columnsOf, countOf, Listing, piecesById, ROWS_AT_ONCE, SqlColumn } from '@belltower/core';
import { ReplyView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CAMPAIGN_NAME, CONTACT_NAME, ReplyFilters, ReplyService } from './reply.service';

const EXPRESSIONS: Readonly<Record<string, string>> = {
  receivedAt: 'reply.received_at',
  number: 'reply.number',
  contactName: CONTACT_NAME,
  text: 'reply.text',
  meaning: 'reply.meaning',
  campaignName: CAMPAIGN_NAME,
  sentTo: 'reply.sent_to',
  confirmedAt: 'reply.confirmed_at',
  readAt: 'reply.read_at',
};

const COLUMNS: SqlColumn[] = columnsOf(ReplyView, {
  receivedAt: 'moment',
  // Not every sender is a number.
  number: 'text',
  contactName: 'text',
  text: 'text',
  meaning: 'word',
  campaignName: 'text',
  sentTo: 'text',
  confirmedAt: 'moment',
  readAt: 'moment',
}).map((column) => ({ ...column, sql: EXPRESSIONS[column.name!]! }));

/** Replies as files, in the order in which they came. */
@Injectable()
export class ReplyExport {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ReplyService) private readonly replies: ReplyService,
    @Inject(AccountZone) private readonly zone: AccountZone,
  ) {}

  async listing(
    { accountId }: Pick<Principal, 'accountId'>,
    filters: ReplyFilters,
  ): Promise<Listing> {
    const matching = () => this.replies.matching(accountId, filters);
    return {
      name: 'replies',
      timeZone: await this.zone.of(accountId),
      columns: COLUMNS,
      count: () => countOf(matching()),
      pieces: (format) =>
        piecesById(
          this.database,
          (after) =>
            matching()
              .select('reply.id', 'id')
              .addSelect(format.sql(COLUMNS), 'line')
              .andWhere('reply.id > :after', { after })
              .orderBy('reply.id')
              .limit(ROWS_AT_ONCE)
              .getQueryAndParameters() as [string, unknown[]],
        ),
    };
  }
}
