import { Clock, COUNT_LIMIT } from '@belltower/core';
import { CallQuery } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { callFilter } from './call-filter.sql';
import { callStatSql } from './call-stat.sql';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';

/** Beyond this many days even the roll-up takes longer to add up than a page to find. */
const MOST_DAYS = 35;
const DAY_MS = 86_400_000;

/** How many calls match a list's filters, for as much as that may cost. */
@Injectable()
export class CallCount {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Exact, from the roll-up; null where that does not know, or the period is long. */
  async rolledUp(accountId: number, query: CallQuery): Promise<number | null> {
    const { period, countable } = callFilter(
      accountId,
      query,
      this.clock.now(),
      new SqlParameters(),
    );
    if (!period || !countable || isLong(period)) return null;
    const { campaignId, gatewayId, disposition } = query;
    const parameters = new SqlParameters();
    const stat = callStatSql({ accountId, campaignId, gatewayId, ...period }, parameters);
    const only = disposition?.length
      ? `where disposition = any(${parameters.add(disposition)})`
      : '';
    const [{ calls }] = await this.database.query<[{ calls: number }]>(
      `select coalesce(sum(calls), 0)::bigint as calls from (${stat}) as stat ${only}`,
      parameters.values,
    );
    return calls;
  }

  /** Exact up to some thousand; beyond, what the planner expects. */
  async bounded(accountId: number, query: CallQuery) {
    const parameters = new SqlParameters();
    const { conditions } = callFilter(accountId, query, this.clock.now(), parameters);
    const matching = `select from call c where ${conditions.join(' and ')}`;
    const [{ count }] = await this.database.query<[{ count: number }]>(
      `select count(*) from (${matching} limit ${COUNT_LIMIT + 1}) as counted`,
      parameters.values,
    );
    if (count <= COUNT_LIMIT) return { total: count, estimated: false };
    const [{ 'QUERY PLAN': plan }] = await this.database.query<
      [{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }]
    >(`explain (format json) ${matching}`, parameters.values);
    return { total: Math.max(plan[0].Plan['Plan Rows'], COUNT_LIMIT + 1), estimated: true };
  }
}

function isLong({ from, until }: Period): boolean {
  return until.getTime() - from.getTime() > MOST_DAYS * DAY_MS;
}
