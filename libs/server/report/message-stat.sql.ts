import { Calendar } from './closed-steps.sql';
import { CountedAttempts, StatScope, statSql } from './counts.sql';
import { SqlParameters } from './sql-parameters';
import { MESSAGE_STEPS } from './step-levels';

/** What counts are told apart by besides their time and state. */
export type MessageKey = 'campaign_id' | 'gateway_id' | 'country' | 'code';

/** From handing a message over to its delivery, in whole milliseconds, of a row of `message`; 0 where it was not delivered. */
export const DELIVERY_MS_SQL = `coalesce(round(extract(epoch from delivered_at - submitted_at) * 1000), 0)::bigint`;

const MESSAGES: CountedAttempts = {
  ...{ table: 'message', steps: MESSAGE_STEPS, outcome: 'state' },
  ofOne: `1 as messages, segments, ${DELIVERY_MS_SQL} as delivery_ms`,
};

/**
 * A select of counts: `begins, state, messages, segments, delivery_ms`, and the keys by which they are grouped.
 * Some quarters have nothing in them any more, because messages move from state to state.
 */
export function messageStatSql(
  scope: StatScope,
  calendar: Calendar,
  parameters: SqlParameters,
  by?: readonly MessageKey[],
): string {
  return statSql(MESSAGES, scope, calendar, parameters, by);
}
