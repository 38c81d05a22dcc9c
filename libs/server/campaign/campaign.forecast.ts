import { AccountService, Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { CampaignClock, CampaignForecastView, UnknownZone } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { withinLimits } from './account-limits';
import { Audience, audienceOf } from './audience';
import { typicalCallLength } from './call-length';
import { firstOpenAt } from './calling-hours';
import { Campaign } from './campaign.entity';
import { linksOf } from './campaign.links';
import { contactProblems, missingSettings } from './campaign.readiness';
import { findCampaign } from './campaign.service';
import { capacityOf } from './capacity';
import { estimateFinish, openMinutes } from './finish-estimate';
import { forecastWarnings } from './forecast-warnings';
import { CampaignGateway, gatewaysOfCampaign } from './gateway-capacity';

type Forecast = Omit<CampaignForecastView, 'firstCallAt' | 'finishesAt'> & {
  firstCallAt: Date | null;
  finishesAt: Date | null;
};

/** More calls a minute than any campaign may ask for. */
const FASTEST = 60_000;
const UNBOUNDED = { callsPerMinute: null, channels: null };

/** What would happen if a campaign were started now. */
@Injectable()
export class CampaignForecast {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws NotFound `campaign.not-found` */
  async of({ accountId }: Principal, id: number): Promise<Forecast> {
    const now = this.clock.now();
    const asWritten = await findCampaign(this.database.manager, accountId, id);
    const account = await this.accounts.get(accountId);
    const campaign = withinLimits(asWritten, account);
    const gateways = await gatewaysOfCampaign(this.database, campaign);
    const enabled = gateways.filter((gateway) => gateway.enabled);
    const audience = await this.audience(campaign, enabled);
    const length = await typicalCallLength(this.database, accountId, now);
    const around = {
      account: { callsPerMinute: account.maxCallsPerMinute, channels: account.maxChannels },
      gateways: enabled,
      callSeconds: length.seconds,
    };
    const capacity = capacityOf({ campaign: asWritten, ...around });
    const shared = capacityOf({ campaign: UNBOUNDED, ...around }).callsPerMinute;
    const finish = estimateFinish(campaign, capacity.callsPerMinute, audience.willBeCalled, now);
    const needed = paceNeeded(campaign, audience.willBeCalled, now);
    const callsPerMinuteNeeded = finish.finishesAt || needed > FASTEST ? null : needed;
    const missing = [
      ...(await missingSettings(this.database.manager, asWritten, account, now)),
      ...contactProblems(numbersOf(audience), account, campaign),
    ];
    const figures = {
      ...audience,
      ...finish,
      callsPerMinuteNeeded,
      callsPerMinute: Math.round(capacity.callsPerMinute * 100) / 100,
      limitedBy: capacity.limitedBy,
      peakChannels: Math.min(capacity.channels, audience.willBeCalled),
      callSeconds: Math.round(length.seconds),
      knownFromCalls: length.calls,
      firstCallAt: firstOpenAt(campaign, now),
    };
    const others = await this.otherCampaigns(campaign);
    return {
      ...figures,
      warnings: forecastWarnings(campaign, figures, { gateways: enabled, others, shared }),
      missing: missing.map(({ message }) => message),
    };
  }

  private async audience(campaign: Campaign, gateways: CampaignGateway[]) {
    const { accountId, id, channel, clock, unknownZone } = campaign;
    const { phonebookIds } = (await linksOf(this.database, accountId, [id])).get(id)!;
    const prefixes = gateways.map(({ allowedPrefixes }) => allowedPrefixes);
    return audienceOf(this.database, {
      accountId,
      campaignId: id,
      channel,
      phonebookIds,
      holdsUnknownZone: clock === CampaignClock.Contact && unknownZone === UnknownZone.Hold,
      // One that may call everybody is enough; without a gateway that is said elsewhere.
      allowedPrefixes: prefixes.some(({ length }) => !length) ? [] : prefixes.flat(),
    });
  }

  /** Campaigns that run beside it. */
  private otherCampaigns({ accountId, id }: Campaign) {
    return this.database.query<{ name: string; callsPerMinute: number }[]>(
      `select name, calls_per_minute as "callsPerMinute" from campaign
        where account_id = $1 and id <> $2 and status = 'running' and deleted_at is null
        order by name`,
      [accountId, id],
    );
  }
}

/** Different numbers that it would call if nothing else were in the way. */
const numbersOf = ({ contacts, inactive, duplicates, others }: Audience) =>
  contacts - inactive - duplicates - others;

/** The pace at which so many calls fit into the schedule; Infinity where it is never open. */
function paceNeeded(campaign: Campaign, calls: number, now: Date): number {
  return calls ? Math.ceil(calls / openMinutes(campaign, now)) : 0;
}
