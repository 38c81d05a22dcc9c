import { countsSql, StatScope } from './counts.sql';
import { SqlParameters } from './sql-parameters';

/** What counts are told apart by besides their time and state. */
export type MessageKey = 'campaign_id' | 'gateway_id' | 'country' | 'code';

/** From handing a message over to its delivery, in whole milliseconds, of a row of `message`; 0 where it was not delivered. */
export const DELIVERY_MS_SQL = `coalesce(round(extract(epoch from delivered_at - submitted_at) * 1000), 0)::bigint`;

/**
 * A select of counts: `begins, state, messages, segments, delivery_ms`, and the key by which they are grouped, if any. As
 * messages move from state to state for days, nobody adds up days, weeks and months of them: all of it comes from quarters of
 * an hour. Some of those have nothing in them any more.
 */
export function messageStatSql(
  scope: StatScope,
  parameters: SqlParameters,
  by?: MessageKey,
): string {
  const key = [by, 'state'].filter(Boolean).join(', ');
  return countsSql(scope, parameters, {
    quarters: () =>
      `select quarter as begins, ${key}, messages, segments, delivery_ms from message_stat`,
    rows: () =>
      `select date_bin('15 minutes', created_at, 'epoch') as begins, ${key}, 1 as messages, segments,
              ${DELIVERY_MS_SQL} as delivery_ms from message`,
  });
}
