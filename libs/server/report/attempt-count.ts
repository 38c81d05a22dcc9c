import { AccountZone } from '@belltower/auth';
import { Clock, countOfRows, Invalid, RowCount } from '@belltower/core';
import { TimeStep } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { attemptFilter } from './attempt-filter.sql';
import { AttemptQuery, AttemptSource } from './attempt-source';
import { keptSince } from './kept-since';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';

/** Where no index has them in the order of a sort: so many are found and sorted in about a tenth of a second. */
const MOST_SORTED = 100_000;

/** How many attempts match a list's filters, for as much as that may cost. */
@Injectable()
export class AttemptCount {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountZone) private readonly zone: AccountZone,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Exact, from the roll-up; null where that does not know. */
  async rolledUp<Q extends AttemptQuery>(
    source: AttemptSource<Q>,
    accountId: number,
    query: Q,
  ): Promise<number | null> {
    const { period, countable } = this.filterOf(source, accountId, query);
    return period && countable ? this.inRollUp(source, accountId, period, query) : null;
  }

  /** @throws Invalid `list.too-many-to-sort` where more may match than can be sorted without an index */
  async refuseLargeSort<Q extends AttemptQuery>(
    source: AttemptSource<Q>,
    accountId: number,
    query: Q,
    sort: string,
  ): Promise<void> {
    const words = source.slowSorts[sort.replace(/^-/, '')];
    if (!words) return;
    const { period } = this.filterOf(source, accountId, query);
    if (!period || (await this.inRollUp(source, accountId, period, query)) <= MOST_SORTED) return;
    const message = `More than ${MOST_SORTED.toLocaleString('en')} ${source.many} cannot be sorted by ${words}: choose a shorter period, or one campaign.`;
    throw new Invalid('list.too-many-to-sort', message, [{ field: 'sort', message }]);
  }

  /** Exact up to some thousand where that is cheap; else what the planner expects. */
  bounded<Q extends AttemptQuery>(
    source: AttemptSource<Q>,
    accountId: number,
    query: Q,
  ): Promise<RowCount> {
    const parameters = new SqlParameters();
    const { conditions } = this.filterOf(source, accountId, query, parameters);
    const matching = `select from ${source.table} a where ${conditions.join(' and ')}`;
    return countOfRows(this.database, matching, parameters.values);
  }

  private filterOf<Q extends AttemptQuery>(
    source: AttemptSource<Q>,
    accountId: number,
    query: Q,
    parameters = new SqlParameters(),
  ) {
    return attemptFilter(source, accountId, query, this.clock.now(), parameters);
  }

  /** Those that match the filters that the roll-up knows. */
  private async inRollUp<Q extends AttemptQuery>(
    source: AttemptSource<Q>,
    accountId: number,
    period: Period,
    query: Q,
  ): Promise<number> {
    const { campaignId, gatewayId, country } = query;
    // The roll-up knows of attempts that are gone as well, which no list has.
    const kept = await keptSince(this.database, source.many);
    const from = kept && kept > period.from ? kept : period.from;
    if (from >= period.until) return 0;
    const parameters = new SqlParameters();
    const calendar = { timeZone: await this.zone.of(accountId), step: TimeStep.Month };
    const scope = { accountId, campaignId, gatewayId, country, from, until: period.until };
    const [{ count }] = await this.database.query<[{ count: number }]>(
      source.rolledUp(scope, query, calendar, parameters),
      parameters.values,
    );
    return count;
  }
}
