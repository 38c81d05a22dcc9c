import { CallQuery, WeekDay } from '@belltower/dto';
import { numberPartSql } from '@belltower/phone-number';
import { storedCountry } from './country';
import { Period, periodOf } from './period';
import { SqlParameters } from './sql-parameters';

/** The calls that a query means: an account's, by conditions on `c`, a row of `call`. */
export interface CallFilter {
  /** Null where a subscriber's whole history is meant. */
  period: Period | null;
  conditions: string[];
  /** Whether the roll-up can count them: nothing is asked that it does not know. */
  countable: boolean;
}

/** When a call was placed, as the account's clocks showed it. The zone is looked up once a statement. */
const ON_THE_CLOCK =
  'c.created_at at time zone (select time_zone from account where account.id = $1)';
const WEEK_DAYS = Object.values(WeekDay);

/** Puts the filters of a list into SQL, the same for the list, its count and its exports. */
export function callFilter(
  accountId: number,
  query: CallQuery,
  now: Date,
  parameters: SqlParameters,
): CallFilter {
  const wholeHistory = query.subscriberId && !query.from && !query.until;
  const period = wholeHistory ? null : periodOf(query, now);
  // The first parameter of every such statement.
  const conditions = [`c.account_id = ${parameters.add(accountId)}`];
  const demand = (condition: string, value: unknown) =>
    conditions.push(condition.replace('?', parameters.add(value)));
  if (period) {
    demand('c.created_at >= ?', period.from);
    demand('c.created_at < ?', period.until);
  }
  if (query.campaignId) demand('c.campaign_id = ?', query.campaignId);
  if (query.gatewayId) demand('c.gateway_id = ?', query.gatewayId);
  if (query.country) demand('c.country = ?', storedCountry(query.country));
  if (query.disposition?.length) demand('c.disposition = any(?)', query.disposition);
  const known = conditions.length;
  if (query.attempt) demand('c.attempt = ?', query.attempt);
  if (query.hour !== undefined) demand(`date_part('hour', ${ON_THE_CLOCK}) = ?`, query.hour);
  if (query.weekDay?.length)
    demand(
      `date_part('isodow', ${ON_THE_CLOCK}) = any(?)`,
      query.weekDay.map((day) => WEEK_DAYS.indexOf(day) + 1),
    );
  const { question, answer } = query;
  const key = answer === 'none' ? '' : answer;
  if (question !== undefined && key !== undefined)
    demand('c.answers @> ?::jsonb', JSON.stringify({ [question]: key }));
  else if (question !== undefined) demand('jsonb_exists(c.answers, ?)', question);
  else if (key !== undefined)
    demand('exists (select from jsonb_each_text(c.answers) as said where said.value = ?)', key);
  if (query.mark?.length) demand('c.marks && ?::text[]', query.mark);
  if (query.subscriberId) demand('c.subscriber_id = ?', query.subscriberId);
  if (query.number)
    conditions.push(numberPartSql('c.number', query.number, (value) => parameters.add(value)));
  if (query.minTalkSeconds !== undefined) demand('c.talk_seconds >= ?', query.minTalkSeconds);
  if (query.maxTalkSeconds !== undefined) demand('c.talk_seconds <= ?', query.maxTalkSeconds);
  return { period, conditions, countable: period !== null && conditions.length === known };
}
