import { AccountZone } from '@belltower/auth';
import { Clock, countOfRows, Invalid, RowCount } from '@belltower/core';
import { CallQuery, TimeStep } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { callFilter } from './call-filter.sql';
import { callStatSql } from './call-stat.sql';
import { keptSince } from './kept-since';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';

/** No index has them in the order of their ring time: so many are found and sorted in about a tenth of a second. */
const MOST_SORTED = 100_000;

/** How many calls match a list's filters, for as much as that may cost. */
@Injectable()
export class CallCount {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountZone) private readonly zone: AccountZone,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Exact, from the roll-up; null where that does not know. */
  async rolledUp(accountId: number, query: CallQuery): Promise<number | null> {
    const { period, countable } = this.filterOf(accountId, query);
    return period && countable ? this.inRollUp(accountId, period, query) : null;
  }

  /** @throws Invalid `list.too-many-to-sort` where more calls may match than can be sorted by ring time */
  async refuseLargeSort(accountId: number, query: CallQuery): Promise<void> {
    const { period } = this.filterOf(accountId, query);
    if (!period || (await this.inRollUp(accountId, period, query)) <= MOST_SORTED) return;
    const message = `More than ${MOST_SORTED.toLocaleString('en')} calls cannot be sorted by ring time: choose a shorter period, or one campaign.`;
    throw new Invalid('list.too-many-to-sort', message, [{ field: 'sort', message }]);
  }

  private filterOf(accountId: number, query: CallQuery) {
    return callFilter(accountId, query, this.clock.now(), new SqlParameters());
  }

  /** Calls that match those of the filters that the roll-up knows. */
  private async inRollUp(accountId: number, period: Period, query: CallQuery): Promise<number> {
    const { campaignId, gatewayId, country, disposition } = query;
    // The roll-up knows of calls that are gone as well, which no list has.
    const kept = await keptSince(this.database, 'calls');
    const from = kept && kept > period.from ? kept : period.from;
    if (from >= period.until) return 0;
    const parameters = new SqlParameters();
    const calendar = { timeZone: await this.zone.of(accountId), step: TimeStep.Month };
    const scope = { accountId, campaignId, gatewayId, country, from, until: period.until };
    const stat = callStatSql(scope, calendar, parameters);
    const only = disposition?.length
      ? `where disposition = any(${parameters.add(disposition)})`
      : '';
    const [{ calls }] = await this.database.query<[{ calls: number }]>(
      `select coalesce(sum(calls), 0)::bigint as calls from (${stat}) as stat ${only}`,
      parameters.values,
    );
    return calls;
  }

  /** Exact up to some thousand where that is cheap; else what the planner expects. */
  bounded(accountId: number, query: CallQuery): Promise<RowCount> {
    const parameters = new SqlParameters();
    const { conditions } = callFilter(accountId, query, this.clock.now(), parameters);
    const matching = `select from call c where ${conditions.join(' and ')}`;
    return countOfRows(this.database, matching, parameters.values);
  }
}
