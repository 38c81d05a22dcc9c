import { AccountService, Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { CampaignClock, CampaignForecastView, Channel, UnknownZone } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { allowanceOf, withinLimits } from './account-limits';
import { Audience, audienceOf, AudienceQuestion } from './audience';
import { placesOf } from './audience-places';
import { typicalLength } from './attempt-length';
import { HoursTerms, placeOpening, typicalOpening, WholeTerms } from './calling-window';
import { Campaign } from './campaign.entity';
import { linksOf } from './campaign.links';
import { MessageCost, messageCost } from './message-cost';
import { messageWarnings } from './message-warnings';
import { contactProblems, missingSettings } from './campaign.readiness';
import { findCampaign } from './campaign.find';
import { capacityOf } from './capacity';
import { FinishEstimate, Party, Timeline } from './finish-estimate';
import { forecastWarnings } from './forecast-warnings';
import { CampaignGateway, gatewaysOfCampaign } from './gateway-capacity';
import { outcomeShares } from './outcome-shares';
import { callsPerNumber, estimateWithRetries, NO_RETRIES, retryOutlook } from './retry-outlook';

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
    const question = await this.question(campaign, enabled);
    const audience = await audienceOf(this.database, question);
    const length = await typicalLength(this.database, accountId, campaign.channel, now);
    const around = {
      account: allowanceOf(account, campaign.channel),
      gateways: enabled,
      callSeconds: length.seconds,
    };
    const capacity = capacityOf({ campaign: asWritten, ...around });
    const shared = capacityOf({ campaign: UNBOUNDED, ...around }).callsPerMinute;
    const parties = await this.parties(campaign, question, audience, now);
    const outcomes = campaign.maxRetries
      ? await outcomeShares(this.database, accountId, campaign.channel, now)
      : null;
    const outlook = outcomes ? retryOutlook(campaign, outcomes) : NO_RETRIES;
    const finishAt = (pace: number) => estimateWithRetries(parties, outlook, pace, now);
    const finish = finishAt(capacity.callsPerMinute);
    const missing = [
      ...(await missingSettings(this.database.manager, asWritten, account, now)),
      ...contactProblems(numbersOf(audience), account, campaign),
    ];
    const figures = {
      ...audience,
      ...finish,
      callsPerMinuteNeeded: finish.finishesAt ? null : paceNeeded(finishAt),
      callsPerNumber: Math.round(callsPerNumber(outlook) * 100) / 100,
      retriesKnownFromCalls: outcomes?.calls ?? 0,
      callsPerMinute: Math.round(capacity.callsPerMinute * 100) / 100,
      limitedBy: capacity.limitedBy,
      peakChannels: Math.min(capacity.channels, audience.willBeCalled),
      callSeconds: Math.max(1, Math.round(length.seconds)),
      knownFromCalls: length.calls,
      firstCallAt: firstOpening(parties, campaign, now),
      ...{ segments: null, segmentsApproximate: false, mostSegments: null },
    };
    const others = await this.otherCampaigns(campaign);
    const cost = await this.cost(campaign, question);
    return {
      ...figures,
      ...segmentsOf(cost, audience),
      warnings: [
        ...forecastWarnings(campaign, figures, { gateways: enabled, others, shared }),
        ...(cost ? messageWarnings(campaign.message, cost) : []),
      ],
      missing: missing.map(({ message }) => message),
    };
  }

  /** What its text comes to; null for calls. */
  private async cost({ channel, message }: Campaign, question: AudienceQuestion) {
    return channel === Channel.Sms ? messageCost(this.database, message, question) : null;
  }

  private async question(
    campaign: Campaign,
    gateways: CampaignGateway[],
  ): Promise<AudienceQuestion> {
    const { accountId, id, channel, clock, unknownZone } = campaign;
    const { phonebookIds } = (await linksOf(this.database, accountId, [id])).get(id)!;
    const prefixes = gateways.map(({ allowedPrefixes }) => allowedPrefixes);
    return {
      accountId,
      campaignId: id,
      channel,
      phonebookIds,
      holdsUnknownZone: clock === CampaignClock.Contact && unknownZone === UnknownZone.Hold,
      // One that may call everybody is enough; without a gateway that is said elsewhere.
      allowedPrefixes: prefixes.some(({ length }) => !length) ? [] : prefixes.flat(),
    };
  }

  /** Those who will be called, by when that may be: where they are matters to their hours and to their country's. */
  private async parties(
    terms: Campaign & HoursTerms,
    question: AudienceQuestion,
    { willBeCalled, contacts, inactive }: Audience,
    now: Date,
  ): Promise<Party[]> {
    const matters = terms.clock === CampaignClock.Contact || terms.countryHours;
    const spots =
      matters && willBeCalled ? await placesOf(this.database, question, contacts - inactive) : [];
    if (!spots.length)
      return [{ calls: willBeCalled, times: new Timeline((at) => typicalOpening(terms, at), now) }];
    return spots.map(({ place, share }) => ({
      calls: willBeCalled * share,
      times: new Timeline((at) => placeOpening(terms, place, at), now),
    }));
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

/** What the first message to everybody comes to. */
function segmentsOf(cost: MessageCost | null, { willBeCalled }: Audience) {
  if (!cost) return { segments: null, segmentsApproximate: false, mostSegments: null };
  const { messages, segments, approximate, longest } = cost;
  // Some whose time zone nobody knows may be held back, who are among the messages.
  const isAll = messages === willBeCalled;
  return {
    segments: isAll ? segments : Math.round((segments / (messages || 1)) * willBeCalled),
    segmentsApproximate: approximate || !isAll,
    mostSegments: longest[0]?.size.segments ?? 0,
  };
}

/** Different numbers that it would call if nothing else were in the way. */
const numbersOf = ({ contacts, inactive, duplicates, others }: Audience) =>
  contacts - inactive - duplicates - others;

/** The least pace at which everybody is done in time; null where no campaign may ask for as much. */
function paceNeeded(finishAt: (pace: number) => FinishEstimate): number | null {
  if (!finishAt(FASTEST).finishesAt) return null;
  let [tooSlow, enough] = [0, FASTEST];
  while (enough - tooSlow > 1) {
    const pace = Math.ceil((tooSlow + enough) / 2);
    if (finishAt(pace).finishesAt) enough = pace;
    else tooSlow = pace;
  }
  return enough;
}

/** When the first of those who will be called may be; where there is nobody, when its hours open. */
function firstOpening(parties: readonly Party[], terms: WholeTerms, now: Date): Date | null {
  const called = parties.filter(({ calls }) => calls > 0);
  if (!called.length) {
    const opening = typicalOpening(terms, now);
    return opening.open ? now : opening.opensAt;
  }
  const starts = called.flatMap(({ times }) => times.next(now.getTime())?.start ?? []);
  return starts.length ? new Date(Math.max(now.getTime(), Math.min(...starts))) : null;
}
