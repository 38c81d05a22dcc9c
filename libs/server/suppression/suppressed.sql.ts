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
 * has opted out of the channel and not withdrawn that. A list that is being emptied or deleted holds nobody back. Each is one look into an
 * index, however long the lists. The claim computes it as a column rather than as a condition, so that suppressed
 * numbers leave the queue.
 *
 * The engine plans its statements once a connection, maybe while the lists are empty, so that what they hold later must
 * not matter. An `exists` may be planned as a table of all that is listed, made anew by every claim. And of several
 * indexes that begin with the account, each is as good as another in an empty table. Asked for the first of a range, in
 * order of number, only the one by number will do without sorting.
 */
export function suppressedSql({ account, campaign, number, channel }: SuppressedColumns): string {
  return `(
    (select true from suppression
      where suppression.account_id = ${account} and suppression.number between ${number} and ${number}
        and (select list.clearing is null and (list.everywhere or exists (
               select from campaign_suppression_list named
                where named.account_id = ${account} and named.campaign_id = ${campaign} and named.list_id = list.id))
               from suppression_list list
              where list.account_id = suppression.account_id and list.id = suppression.list_id)
      order by suppression.number, suppression.list_id limit 1) is not null
    or (select true from opt_out
         where opt_out.account_id = ${account} and opt_out.number between ${number} and ${number}
           and opt_out.channel = ${channel} and opt_out.withdrawn_at is null
         order by opt_out.number limit 1) is not null
    or (select true from platform_suppression banned
         where banned.number between ${number} and ${number}
           and (select list.clearing is null from platform_suppression_list list where list.id = banned.list_id)
         order by banned.number limit 1) is not null
  )`;
}
