import { WeekDay } from '@belltower/dto';
import { numberPartSql } from '@belltower/phone-number';
import { AttemptQuery, AttemptSource, Demand } from './attempt-source';
import { storedCountry } from './country';
import { Period, periodOf } from './period';
import { SqlParameters } from './sql-parameters';

/** The attempts that a query means: an account's, by conditions on `a`, a row of the source. */
export interface AttemptFilter {
  /** Null where a subscriber's whole history is meant. */
  period: Period | null;
  conditions: string[];
  /** Whether the roll-up can count them: nothing is asked that it does not know. */
  countable: boolean;
}

/** When an attempt was made, as the account's clocks showed it. The zone is looked up once a statement. */
const ON_THE_CLOCK =
  'a.created_at at time zone (select time_zone from account where account.id = $1)';
const WEEK_DAYS = Object.values(WeekDay);

/** Puts the filters of a list into SQL, the same for the list, its count and its exports. */
export function attemptFilter<Q extends AttemptQuery>(
  source: AttemptSource<Q>,
  accountId: number,
  query: Q,
  now: Date,
  parameters: SqlParameters,
): AttemptFilter {
  const wholeHistory = query.subscriberId && !query.from && !query.until;
  const period = wholeHistory ? null : periodOf(query, now);
  // The first parameter of every such statement.
  const conditions = [`a.account_id = ${parameters.add(accountId)}`];
  const demand: Demand = (condition, value) =>
    conditions.push(condition.replace('?', parameters.add(value)));
  if (period) {
    demand('a.created_at >= ?', period.from);
    demand('a.created_at < ?', period.until);
  }
  if (query.campaignId) demand('a.campaign_id = ?', query.campaignId);
  if (query.gatewayId) demand('a.gateway_id = ?', query.gatewayId);
  if (query.country) demand('a.country = ?', storedCountry(query.country));
  source.known(query, demand);
  const known = conditions.length;
  if (query.attempt) demand('a.attempt = ?', query.attempt);
  if (query.hour !== undefined) demand(`date_part('hour', ${ON_THE_CLOCK}) = ?`, query.hour);
  if (query.weekDay?.length)
    demand(
      `date_part('isodow', ${ON_THE_CLOCK}) = any(?)`,
      query.weekDay.map((day) => WEEK_DAYS.indexOf(day) + 1),
    );
  if (query.subscriberId) demand('a.subscriber_id = ?', query.subscriberId);
  if (query.number)
    conditions.push(numberPartSql('a.number', query.number, (value) => parameters.add(value)));
  source.other(query, demand);
  return { period, conditions, countable: period !== null && conditions.length === known };
}
