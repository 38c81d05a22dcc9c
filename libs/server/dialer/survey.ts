import {
  accountAllowsSql,
  AccountHoursColumns,
  accountHoursJsonSql,
  accountHoursOf,
  HoursTerms,
} from '@belltower/campaign';
import { Queryable } from '@belltower/core';
import { AccountStatus, CampaignStatus, Channel, HoldReason } from '@belltower/dto';
import { CallName, nameOf } from './call-name';
import { versionSql } from './claim';
import { LedgerCall, Limiter } from './pacer';

/** A running campaign as the leader needs to know it. */
export interface RunningCampaign extends HoursTerms {
  /** Unique over all accounts. */
  key: string;
  accountId: number;
  id: number;
  channel: Channel;
  status: CampaignStatus;
  /** Differs after every edit. */
  version: string;
  callsPerMinute: number;
  channels: number | null;
  callerId: string | null;
  rosterComplete: boolean;
  /** In order of preference. */
  gatewayIds: number[];
  accountStatus: AccountStatus;
  /** Whether account and limits let it call at all. */
  accountAllows: boolean;
  /** Or messages. */
  accountCallsPerMinute: number | null;
  /** Null for messages, as they take none. */
  accountChannels: number | null;
}

/** Whose pace and channels a campaign's attempts take: an account has limits of its own for messages. */
export const limiterOf = ({
  accountId,
  channel,
}: {
  accountId: number;
  channel: Channel;
}): Limiter => (channel === Channel.Sms ? `messages of ${accountId}` : accountId);

export const campaignKey = (accountId: number, campaignId: number) => `${accountId}/${campaignId}`;

/* Reads only. Every campaign that runs, by the partial index on running campaigns, with its account and gateways. */
const RUNNING = `
select campaign.account_id "accountId", campaign.id, campaign.channel, campaign.status, ${versionSql('campaign', 'account.updated_at')} "version",
       campaign.clock, campaign.unknown_zone "unknownZone", campaign.country_hours "countryHours",
       campaign.calls_per_minute "callsPerMinute",
       campaign.channels, campaign.caller_id "callerId", campaign.roster_complete "rosterComplete", campaign.starts_at "startsAt",
       campaign.ends_at "endsAt", campaign.hours_from "hoursFrom", campaign.hours_until "hoursUntil",
       campaign.week_days "weekDays", campaign.excluded_dates "excludedDates", campaign.time_zone "timeZone",
       ${accountHoursJsonSql('account')} "hoursOfAccount", account.status "accountStatus", ${accountAllowsSql('campaign', 'account')} "accountAllows",
       case campaign.channel when 'sms' then account.max_messages_per_minute else account.max_calls_per_minute end
         "accountCallsPerMinute",
       case campaign.channel when 'sms' then null else account.max_channels end "accountChannels",
       array(select gateway_id from campaign_gateway route
              where route.account_id = campaign.account_id and route.campaign_id = campaign.id
              order by position)::text[] "gatewayIds"
  from campaign join account on account.id = campaign.account_id
 where campaign.status = 'running' and campaign.deleted_at is null`;

type RunningRow = Omit<RunningCampaign, 'key' | 'gatewayIds' | 'accountHours'> & {
  gatewayIds: string[];
  hoursOfAccount: AccountHoursColumns;
};

export async function runningCampaigns(db: Queryable): Promise<RunningCampaign[]> {
  const rows = await db.query<RunningRow[]>(RUNNING);
  return rows.map(({ hoursOfAccount, gatewayIds, ...row }) => ({
    ...row,
    key: campaignKey(row.accountId, row.id),
    gatewayIds: gatewayIds.map(Number),
    accountHours: accountHoursOf(hoursOfAccount),
  }));
}

/* Reads only. The first row of each campaign's queue, by its primary key. */
const NEXT_DUE = `
select asked.account_id "accountId", asked.campaign_id "campaignId", first.next_attempt_at "at", first.held_by "heldBy"
  from unnest($1::bigint[], $2::bigint[]) as asked (account_id, campaign_id)
  cross join lateral (
    select next_attempt_at, held_by from due
     where due.account_id = asked.account_id and due.campaign_id = asked.campaign_id
     order by next_attempt_at limit 1) as first`;

/** When the first number of a queue may be called, and why not before; null where it only waits for its turn. */
export interface NextDue {
  at: Date;
  heldBy: HoldReason | null;
}

/** When the next number of each campaign may be called, by campaign key; nothing for an empty queue. */
export async function nextDue(
  db: Queryable,
  campaigns: readonly RunningCampaign[],
): Promise<Map<string, NextDue>> {
  if (!campaigns.length) return new Map();
  const rows = await db.query<(NextDue & { accountId: number; campaignId: number })[]>(NEXT_DUE, [
    campaigns.map(({ accountId }) => accountId),
    campaigns.map(({ id }) => id),
  ]);
  return new Map(
    rows.map(({ accountId, campaignId, ...next }) => [campaignKey(accountId, campaignId), next]),
  );
}

/* Reads only. All of the ledger, which holds as many rows as there are calls at this moment. */
const ON_THE_WIRE = `
select account_id "accountId", channel, campaign_id "campaignId", gateway_id "gatewayId", id, channels > 1 "connected"
  from inflight`;

interface LedgerRow {
  channel: Channel;
  campaignId: number;
  gatewayId: number;
  connected: boolean;
}

/** Every call of the ledger, by its id within its account. */
export async function onTheWire(db: Queryable): Promise<Map<string, LedgerCall>> {
  const rows = await db.query<(CallName & LedgerRow)[]>(ON_THE_WIRE);
  return new Map(
    rows.map((row) => {
      const { accountId, campaignId, gatewayId, connected } = row;
      const key = campaignKey(accountId, campaignId);
      return [nameOf(row), { key, accountId: limiterOf(row), gatewayId, connected }];
    }),
  );
}
