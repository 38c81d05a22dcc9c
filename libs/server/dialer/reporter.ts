import { CampaignHoldLog } from '@belltower/campaign';
import { Notification, Notifications } from '@belltower/core';
import { Inject, Injectable } from '@nestjs/common';
import { AccountNow, accountsNow, NOTHING } from './account-now';
import { Helm } from './helm';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';

/* Rewrites what the leader sees of running campaigns, and drops what it no longer sees. */
const CAMPAIGN_GAUGES = `
with seen as (
  select * from unnest($1::bigint[], $2::bigint[], $3::int[], $4::int[], $5::text[], $6::timestamptz[])
    as seen (account_id, campaign_id, in_flight, calls_last_minute, held_by, held_until)
), gone as (
  delete from campaign_gauge where at < $7::timestamptz - interval '1 minute'
     and not exists (select from seen where seen.account_id = campaign_gauge.account_id
                      and seen.campaign_id = campaign_gauge.campaign_id)
)
insert into campaign_gauge (account_id, campaign_id, in_flight, calls_last_minute, held_by, held_until, at)
select account_id, campaign_id, in_flight, calls_last_minute, held_by, held_until, $7 from seen
 order by account_id, campaign_id
on conflict (account_id, campaign_id) do update set
  in_flight = excluded.in_flight, calls_last_minute = excluded.calls_last_minute, held_by = excluded.held_by,
  held_until = excluded.held_until, at = excluded.at`;

/* Rewrites what the leader sees of the gateways that still exist. */
const GATEWAY_GAUGES = `
insert into gateway_gauge (gateway_id, channels_in_use, calls_last_second, backed_off_until, detail, at)
select seen.id, seen.channels_in_use, seen.calls_last_second, seen.backed_off_until, seen.detail, $6
  from unnest($1::bigint[], $2::int[], $3::float8[], $4::timestamptz[], $5::jsonb[])
    as seen (id, channels_in_use, calls_last_second, backed_off_until, detail)
  join gateway on gateway.id = seen.id order by seen.id
on conflict (gateway_id) do update set
  channels_in_use = excluded.channels_in_use, calls_last_second = excluded.calls_last_second,
  backed_off_until = excluded.backed_off_until, detail = excluded.detail, at = excluded.at`;

/** Of a hint about progress, which changes nothing about who may be called. */
const PROGRESS = { progress: true };

/** Tells everybody, once a second, what the leader sees: gauges for those who look, hints for those who watch. */
@Injectable()
export class Reporter {
  private told = new Map<number, AccountNow>();
  private progress = new Map<string, string>();

  constructor(
    @Inject(SessionPool) private readonly db: SessionPool,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(ServerClock) private readonly clock: ServerClock,
    @Inject(CampaignHoldLog) private readonly holdLog: CampaignHoldLog,
  ) {}

  async report(helm: Helm): Promise<void> {
    await this.gauges(helm);
    await this.hints(helm);
    await this.holdLog.note(
      helm.campaigns.map((campaign) => ({
        accountId: campaign.accountId,
        id: campaign.id,
        heldBy: helm.hold(campaign).heldBy,
      })),
    );
  }

  private async gauges(helm: Helm): Promise<void> {
    const now = this.clock.now();
    const { campaigns } = helm;
    const holds = campaigns.map((campaign) => helm.hold(campaign));
    await this.db.query(CAMPAIGN_GAUGES, [
      campaigns.map(({ accountId }) => accountId),
      campaigns.map(({ id }) => id),
      campaigns.map(({ key }) => helm.pacer.campaign(key).inUse),
      campaigns.map(({ key }) => helm.callsLastMinute(key)),
      holds.map(({ heldBy }) => heldBy),
      holds.map(({ heldUntil }) => heldUntil),
      now,
    ]);
    const gateways = helm.switchboard.all();
    const meters = gateways.map(({ id }) => helm.pacer.gateway(id));
    const resting = gateways.map(({ id }) => helm.switchboard.restingUntil(id));
    await this.db.query(GATEWAY_GAUGES, [
      gateways.map(({ id }) => id),
      meters.map(({ inUse }) => inUse),
      meters.map((meter) => meter.callsLastSecond(helm.time.last)),
      resting.map((until) => until && new Date(until)),
      gateways.map(({ id }) => JSON.stringify(helm.switchboard.record(id).figures(now.getTime()))),
      now,
    ]);
  }

  /** Only where something has changed since the last hint. */
  private async hints(helm: Helm): Promise<void> {
    const hints: Notification[] = [];
    const progress = new Map<string, string>();
    for (const campaign of helm.campaigns) {
      const { key, accountId, id } = campaign;
      const { inUse } = helm.pacer.campaign(key);
      const state = [inUse, helm.callsLastMinute(key), helm.hold(campaign).heldBy].join();
      progress.set(key, state);
      if (this.progress.get(key) !== state)
        hints.push({ accountId, topic: 'campaign', id, data: PROGRESS });
    }
    this.progress = progress;
    const now = accountsNow(helm);
    for (const accountId of new Set([...now.keys(), ...this.told.keys()]))
      hints.push({ accountId, topic: 'calls', data: { ...(now.get(accountId) ?? NOTHING) } });
    this.told = now;
    await this.notifications.publishAll(this.db, hints);
  }
}
