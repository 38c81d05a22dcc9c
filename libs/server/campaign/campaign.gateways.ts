import { Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { CampaignGatewayState } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { findCampaign } from './campaign.find';
import { gatewaysOfCampaign } from './gateway-capacity';

/** What a gateway carries of one campaign. */
interface Load {
  gatewayId: number;
  callsNow: number;
  pausedUntil: Date | null;
}

/** Which of its gateways a campaign uses at this moment, of those that its account may use. */
@Injectable()
export class CampaignGateways {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** In order of preference. @throws NotFound `campaign.not-found` */
  async of({ accountId }: Principal, id: number) {
    const campaign = await findCampaign(this.database.manager, accountId, id);
    const gateways = await gatewaysOfCampaign(this.database, campaign);
    const loads = await this.loads(accountId, id);
    return gateways.flatMap(({ id: gatewayId, name, enabled, down, channels, callsPerMinute }) => {
      const load = loads.find((one) => one.gatewayId === gatewayId);
      if (!load) return [];
      const { callsNow, pausedUntil } = load;
      const state = stateOf({ enabled, down, callsNow, isPaused: pausedUntil !== null });
      return {
        ...{ gatewayId, name, state, callsNow, channels, pausedUntil },
        callsPerSecond: callsPerMinute / 60,
      };
    });
  }

  private loads(accountId: number, campaignId: number): Promise<Load[]> {
    return this.database.query<Load[]>(
      `select link.gateway_id as "gatewayId",
              (select count(*) from inflight
                where inflight.account_id = $1 and inflight.campaign_id = $2
                  and inflight.gateway_id = link.gateway_id) as "callsNow",
              (select backed_off_until from gateway_gauge gauge
                where gauge.gateway_id = link.gateway_id and gauge.backed_off_until > $3) as "pausedUntil"
         from campaign_gateway link
         join gateway_grant held on held.account_id = link.account_id and held.gateway_id = link.gateway_id
        where link.account_id = $1 and link.campaign_id = $2 and held.withdrawn_at is null`,
      [accountId, campaignId, this.clock.now()],
    );
  }
}

interface Situation {
  enabled: boolean;
  down: boolean;
  callsNow: number;
  isPaused: boolean;
}

function stateOf({ enabled, down, callsNow, isPaused }: Situation): CampaignGatewayState {
  if (!enabled) return CampaignGatewayState.Off;
  if (down) return CampaignGatewayState.Down;
  if (isPaused) return CampaignGatewayState.Congested;
  return callsNow ? CampaignGatewayState.InUse : CampaignGatewayState.StandingBy;
}
