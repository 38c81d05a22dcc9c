import { Period, quartersOf } from './period';
import { SqlParameters } from './sql-parameters';

/** Which calls are counted. */
export interface StatScope extends Period {
  accountId: number;
  campaignId?: number;
  gatewayId?: number;
}

/**
 * A select of counts: `quarter, campaign_id, gateway_id, disposition, calls, talk_seconds`. Whole quarters of
 * an hour come from the roll-up. Where the period begins or ends within one, its calls are read themselves,
 * so that the sum is right for any period.
 */
export function callStatSql(scope: StatScope, parameters: SqlParameters): string {
  const account = parameters.add(scope.accountId);
  const conditions = [
    scope.campaignId && `campaign_id = ${parameters.add(scope.campaignId)}`,
    scope.gatewayId && `gateway_id = ${parameters.add(scope.gatewayId)}`,
  ].filter(Boolean);
  const within = (column: string, { from, until }: Period) =>
    [
      `account_id = ${account}`,
      `${column} >= ${parameters.add(from)}`,
      `${column} < ${parameters.add(until)}`,
      ...conditions,
    ].join(' and ');
  const { whole, rest } = quartersOf(scope);
  const edges = rest.map(
    (edge) => `
      select date_bin('15 minutes', created_at, 'epoch') as quarter, campaign_id, gateway_id,
             disposition, 1 as calls, talk_seconds
        from call where ${within('created_at', edge)}`,
  );
  const rolledUp = whole && [
    `select quarter, campaign_id, gateway_id, disposition, calls, talk_seconds
       from call_stat where ${within('quarter', whole)}`,
  ];
  return [...(rolledUp ?? []), ...edges].join(' union all ');
}
