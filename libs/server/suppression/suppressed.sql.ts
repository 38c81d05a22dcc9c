/** SQL expressions, mostly columns, of the attempt that is asked about. */
export interface SuppressedColumns {
  account: string;
  campaign: string;
  number: string;
  /** For example `'voice'` with its quotes, or a column. */
  channel: string;
}

/**
 * Whether a number must not be reached by a campaign, as a boolean SQL expression: it stands on a do-not-call
 * list of the account that applies to every campaign or that the campaign names, or on any list of the platform, or
 * has opted out of the channel. Each is one look into an index, however long the lists. The claim computes it as a
 * column rather than as a condition, so that suppressed numbers leave the queue.
 */
export function suppressedSql({ account, campaign, number, channel }: SuppressedColumns): string {
  return `(
    exists (
      select from suppression
        join suppression_list list on list.account_id = suppression.account_id and list.id = suppression.list_id
       where suppression.account_id = ${account} and suppression.number = ${number}
         and (list.everywhere or exists (
           select from campaign_suppression_list named
            where named.account_id = ${account} and named.campaign_id = ${campaign} and named.list_id = list.id)))
    or exists (
      select from opt_out
       where opt_out.account_id = ${account} and opt_out.number = ${number} and opt_out.channel = ${channel})
    or exists (select from platform_suppression banned where banned.number = ${number})
  )`;
}
