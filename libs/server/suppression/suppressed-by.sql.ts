import { SuppressedBy } from '@belltower/dto';
import type { SuppressedColumns } from './suppressed.sql';

/**
 * What suppresses a number at this moment, as a query of one row: whether it has opted out, the account's list on which
 * it stands (of several the first by name), and whether it stands on a list of the platform. Lists that are being
 * emptied or deleted do not count, as they hold nobody back.
 */
export function suppressorsSql({ account, campaign, number, channel }: SuppressedColumns): string {
  return `
    select exists (select from opt_out
                    where opt_out.account_id = ${account} and opt_out.number = ${number}
                      and opt_out.channel = ${channel}
                      and opt_out.withdrawn_at is null) as opted_out,
           (select list.id from suppression
              join suppression_list list
                on list.account_id = suppression.account_id and list.id = suppression.list_id
             where suppression.account_id = ${account} and suppression.number = ${number}
               and list.clearing is null
               and (list.everywhere or exists (
                 select from campaign_suppression_list named
                  where named.account_id = ${account} and named.campaign_id = ${campaign}
                    and named.list_id = list.id))
             order by list.name, list.id limit 1) as list_id,
           exists (select from platform_suppression banned
                     join platform_suppression_list list on list.id = banned.list_id
                    where banned.number = ${number} and list.clearing is null) as everywhere`;
}

/** Which of them counts, as an expression over that row, called `suppressors`. */
export const SUPPRESSED_BY_SQL = `
  case when suppressors.opted_out then '${SuppressedBy.OptOut}'
       when suppressors.list_id is not null then '${SuppressedBy.List}'
       when suppressors.everywhere then '${SuppressedBy.PlatformList}'
       else '${SuppressedBy.Removed}' end`;
