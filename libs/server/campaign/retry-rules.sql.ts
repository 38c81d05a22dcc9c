import { EVER_RETRYABLE, RetryPolicy, retryRuleOf } from '@belltower/dto';

/**
 * The outcome under which a subscriber's last attempt is counted, as SQL: the twin of `countedAs`.
 * @param disposition the column that holds how the attempt ended
 */
export const countedSql = (disposition: string) =>
  `case ${disposition} when 'congestion' then 'failed' else ${disposition} end`;

/** Retried outcomes of one policy with number and interval, as the columns of an `unnest`. */
export function ruleColumns(policy: RetryPolicy): {
  dispositions: string[];
  times: number[];
  afterSeconds: number[];
} {
  const rules = EVER_RETRYABLE.flatMap((disposition) => {
    const rule = retryRuleOf(policy, disposition);
    return rule ? [{ disposition, ...rule }] : [];
  });
  return {
    dispositions: rules.map(({ disposition }) => disposition),
    times: rules.map(({ times }) => times),
    afterSeconds: rules.map(({ afterSeconds }) => afterSeconds),
  };
}
