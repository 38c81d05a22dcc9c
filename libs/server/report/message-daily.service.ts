import { Principal } from '@belltower/auth';
import { Listing } from '@belltower/core';
import {
  MessageDailyQuery,
  MessageDailyReportView,
  MessageFiguresView,
  MessageState,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DailyFile, dailyListing } from './daily-listing';
import { DailyRows } from './daily-rows';
import { MESSAGE_TALLIES } from './tallies';

const FILE: DailyFile<MessageFiguresView> = {
  name: 'messages',
  view: MessageFiguresView,
  outcome: 'State',
  outcomes: Object.values(MessageState),
  countOf: ({ states }, wanted) => states.find(({ state }) => state === wanted)?.messages ?? 0,
};

/** Messages counted by time, campaign, gateway, country or error code, as they stand now. */
@Injectable()
export class MessageDailyService {
  constructor(@Inject(DailyRows) private readonly rows: DailyRows) {}

  /** @throws Invalid as {@link DailyRows.of} */
  async report(
    account: Pick<Principal, 'accountId'>,
    query: MessageDailyQuery,
  ): Promise<MessageDailyReportView> {
    const { keptSince, ...table } = await this.rows.of(MESSAGE_TALLIES, account, query);
    return { ...table, group: query.group, messagesKeptSince: keptSince };
  }

  /** The same as a file. @throws Invalid as {@link report} */
  async listing(account: Pick<Principal, 'accountId'>, query: MessageDailyQuery): Promise<Listing> {
    const table = await this.rows.of(MESSAGE_TALLIES, account, query);
    return dailyListing(FILE, query.group, table);
  }
}
