import { CallQuery } from '@belltower/dto';
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

/** Puts the filters of a list into SQL, the same for the list, its count and its exports. */
export function callFilter(
  accountId: number,
  query: CallQuery,
  now: Date,
  parameters: SqlParameters,
): CallFilter {
  const wholeHistory = query.subscriberId && !query.from && !query.until;
  const period = wholeHistory ? null : periodOf(query, now);
  const conditions = [`c.account_id = ${parameters.add(accountId)}`];
  const demand = (condition: string, value: unknown) =>
    conditions.push(condition.replace('?', parameters.add(value)));
  if (period) {
    demand('c.created_at >= ?', period.from);
    demand('c.created_at < ?', period.until);
  }
  if (query.campaignId) demand('c.campaign_id = ?', query.campaignId);
  if (query.gatewayId) demand('c.gateway_id = ?', query.gatewayId);
  if (query.disposition?.length) demand('c.disposition = any(?)', query.disposition);
  const known = conditions.length;
  if (query.subscriberId) demand('c.subscriber_id = ?', query.subscriberId);
  if (query.number) demand('c.number like ?', numberPattern(query.number));
  if (query.minTalkSeconds !== undefined) demand('c.talk_seconds >= ?', query.minTalkSeconds);
  if (query.maxTalkSeconds !== undefined) demand('c.talk_seconds <= ?', query.maxTalkSeconds);
  return { period, conditions, countable: period !== null && conditions.length === known };
}

/** Any part of a number, with or without `+`, spaces and brackets; what has no digit matches nothing. */
function numberPattern(text: string): string {
  const digits = text.replace(/\D/g, '');
  if (!digits) return '';
  return text.trim().startsWith('+') ? `+${digits}%` : `%${digits}%`;
}
