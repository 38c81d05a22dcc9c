import { Queryable } from '@belltower/core';
import { Channel, HoldReason, SubscriberState } from '@belltower/dto';

/** What the leading dialer said of a campaign a moment ago. */
export interface Gauge {
  callsLastMinute: number;
  heldBy: HoldReason | null;
  heldUntil: Date | null;
}

/** How far a campaign is. */
export interface CampaignCounters {
  byState: Record<SubscriberState, number>;
  /** Calls under way: first attempts, and further ones. */
  firstCalls: number;
  retries: number;
  gauge: Gauge | null;
}

/** A dialer, and what it says, counts as gone after so long without a beat; it beats every second. */
const SILENT_AFTER_SECONDS = 10;

/** The counters of several campaigns of an account, by campaign. */
export async function countersOf(
  db: Queryable,
  accountId: number,
  campaignIds: readonly number[],
  now: Date,
): Promise<Map<number, CampaignCounters>> {
  const counts = await db.query<{ id: number; state: SubscriberState; subscribers: number }[]>(
    `select campaign_id as id, state, subscribers from subscriber_count
      where account_id = $1 and campaign_id = any($2)`,
    [accountId, campaignIds],
  );
  const calls = await db.query<{ id: number; first: number; further: number }[]>(
    `select campaign_id as id, count(*) filter (where attempt = 1) as first,
            count(*) filter (where attempt > 1) as further
       from inflight where account_id = $1 and campaign_id = any($2) group by campaign_id`,
    [accountId, campaignIds],
  );
  const gauges = await db.query<(Gauge & { id: number })[]>(
    `select campaign_id as id, calls_last_minute as "callsLastMinute", held_by as "heldBy",
            held_until as "heldUntil"
       from campaign_gauge where account_id = $1 and campaign_id = any($2) and at > $3`,
    [accountId, campaignIds, freshAt(now)],
  );
  return new Map(
    campaignIds.map((id) => {
      const underWay = calls.find((row) => row.id === id);
      const ofState = (state: SubscriberState) =>
        counts.find((row) => row.id === id && row.state === state)?.subscribers ?? 0;
      const byState = Object.fromEntries(
        Object.values(SubscriberState).map((state) => [state, ofState(state)]),
      ) as Record<SubscriberState, number>;
      const gauge = gauges.find((row) => row.id === id) ?? null;
      return [
        id,
        { byState, firstCalls: underWay?.first ?? 0, retries: underWay?.further ?? 0, gauge },
      ];
    }),
  );
}

/** What an account does at this moment by one channel, over all of its campaigns. */
export async function attemptsOfAccount(
  db: Queryable,
  accountId: number,
  channel: Channel,
  now: Date,
): Promise<{ lastMinute: number; underWay: number }> {
  const [row] = await db.query<[{ lastMinute: number; underWay: number }]>(
    `select (select coalesce(sum(calls_last_minute), 0)::int from campaign_gauge gauge
               join campaign on campaign.account_id = gauge.account_id and campaign.id = gauge.campaign_id
              where gauge.account_id = $1 and gauge.at > $2 and campaign.channel = $3) as "lastMinute",
            (select count(*) from inflight where account_id = $1 and channel = $3) as "underWay"`,
    [accountId, freshAt(now), channel],
  );
  return row;
}

/** Whether some dialer is leading, so that running campaigns are called at all. */
export async function hasDialer(db: Queryable, now: Date): Promise<boolean> {
  const [row] = await db.query<[{ leads: boolean }]>(
    'select exists (select from dialer where leader and beat_at > $1) as leads',
    [freshAt(now)],
  );
  return row.leads;
}

const freshAt = (now: Date) => new Date(now.getTime() - SILENT_AFTER_SECONDS * 1_000);
