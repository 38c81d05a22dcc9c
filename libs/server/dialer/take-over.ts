import { accountAllowsSql, campaignOpenSql } from '@belltower/campaign';
import { Queryable } from '@belltower/core';
import { ClaimedCall } from './claim';
import { Script, scriptColumns, tallySql, valuesSql } from './script';

/* Reads only. Ids of the ledger rows that are given to one process. */
const GIVEN = `select account_id "accountId", id from inflight where dialer_id = $1`;

/* Reads only. Rows of the ledger with the script of their campaign, and whether the campaign still may call. */
const DETAILS = `
select inflight.account_id "accountId", inflight.id, inflight.channel, inflight.campaign_id "campaignId",
       inflight.gateway_id "gatewayId", inflight.number, inflight.caller_id "callerId", inflight.attempt,
       inflight.setbacks, inflight.dialer_id "dialerId", round(extract(epoch from inflight.created_at) * 1000)::float8 "placeAt",
       campaign.deleted_at is null and ${accountAllowsSql('campaign', 'account')}
         and ${campaignOpenSql('campaign', 'account', '$3')} as open,
       ${tallySql('campaign', 'inflight.account_id', 'inflight.subscriber_id')} tally,
       ${valuesSql('campaign', { account: 'inflight.account_id', contact: 'inflight.contact_id', number: 'inflight.number' })} "values",
       ${scriptColumns('campaign')}
  from unnest($1::bigint[], $2::bigint[]) as asked (account_id, id)
  join inflight on inflight.account_id = asked.account_id and inflight.id = asked.id
  join campaign on campaign.account_id = inflight.account_id and campaign.id = inflight.campaign_id
  join account on account.id = inflight.account_id`;

/** A call that was claimed for this process, and whether it still may be placed. */
export interface GivenCall {
  call: ClaimedCall;
  script: Script;
  open: boolean;
}

/** What the ledger gives to a process and it does not know yet. */
export async function givenCalls(
  db: Queryable,
  dialerId: string,
  isKnown: (id: number) => boolean,
  now: Date,
): Promise<GivenCall[]> {
  const rows = await db.query<{ accountId: number; id: number }[]>(GIVEN, [dialerId]);
  const unknown = rows.filter(({ id }) => !isKnown(id));
  if (!unknown.length) return [];
  const details = await db.query<(ClaimedCall & Script & { open: boolean })[]>(DETAILS, [
    unknown.map(({ accountId }) => accountId),
    unknown.map(({ id }) => id),
    now,
  ]);
  return details.map((row) => ({
    call: row,
    script: row,
    open: row.open,
  }));
}
