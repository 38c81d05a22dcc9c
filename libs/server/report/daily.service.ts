import { Principal } from '@belltower/auth';
import { Listing } from '@belltower/core';
import { CallFiguresView, DailyQuery, DailyReportView, Disposition } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DailyFile, dailyListing } from './daily-listing';
import { DailyRows } from './daily-rows';
import { CALL_TALLIES } from './tallies';

const FILE: DailyFile<CallFiguresView> = {
  name: 'calls',
  view: CallFiguresView,
  outcome: 'Disposition',
  outcomes: Object.values(Disposition),
  countOf: ({ dispositions }, wanted) =>
    dispositions.find(({ disposition }) => disposition === wanted)?.calls ?? 0,
};

/** Calls counted by time, campaign, gateway or country. */
@Injectable()
export class DailyService {
  constructor(@Inject(DailyRows) private readonly rows: DailyRows) {}

  /** @throws Invalid as {@link DailyRows.of} */
  async report(account: Pick<Principal, 'accountId'>, query: DailyQuery): Promise<DailyReportView> {
    const { keptSince, ...table } = await this.rows.of(CALL_TALLIES, account, query);
    return { ...table, group: query.group, callsKeptSince: keptSince };
  }

  /** The same as a file. @throws Invalid as {@link report} */
  async listing(account: Pick<Principal, 'accountId'>, query: DailyQuery): Promise<Listing> {
    const table = await this.rows.of(CALL_TALLIES, account, query);
    return dailyListing(FILE, query.group, table);
  }
}
