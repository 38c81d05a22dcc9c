import { AccountService, Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { readNumber } from '@belltower/phone-number';
import { HoldReason } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countersOf, hasDialer } from './campaign.counters';
import { Campaign } from './campaign.entity';
import { findCampaign } from './campaign.service';
import { holdOf } from './campaign.view';
import { eligibility } from './eligibility';
import { candidatesOf } from './candidates';
import { Subscriber } from './subscriber.entity';
import { instantIn } from './wall-time';

const WHY: Record<HoldReason, string> = {
  [HoldReason.Completed]: 'It has been reached',
  [HoldReason.Removed]: 'It was taken out of the campaign, or its contact left the phonebooks',
  [HoldReason.Suppressed]: 'It is on a do-not-call list or has opted out',
  [HoldReason.AttemptsUsedUp]: 'All of its attempts are used up',
  [HoldReason.BeingCalled]: 'It is being called right now',
  [HoldReason.NotStarted]: 'The campaign has not been started',
  [HoldReason.Paused]: 'The campaign is paused',
  [HoldReason.Ended]: 'The campaign has ended',
  [HoldReason.BeforeStart]: 'The campaign’s start has not come yet',
  [HoldReason.AfterFinish]: 'The campaign’s finish has passed',
  [HoldReason.ExcludedDate]: 'Today is an excluded date',
  [HoldReason.WeekDayOff]: 'The campaign does not call on this day of the week',
  [HoldReason.OutsideHours]: 'It is outside of the campaign’s hours',
  [HoldReason.WaitingForRetry]: 'It waits for its next attempt',
  [HoldReason.WaitingForGateway]: 'The gateways that may call it are not free at this moment',
  [HoldReason.AccountSuspended]: 'The account is suspended',
  [HoldReason.AccountLimit]: 'The account is at its limit of calls',
  [HoldReason.NoGateway]: 'The campaign has no gateway that can call it',
  [HoldReason.GatewayDown]: 'The gateway is down',
  [HoldReason.GatewayBackOff]: 'The gateway is congested and is given a pause',
  [HoldReason.GatewayFull]: 'All channels of the gateway are in use',
  [HoldReason.CampaignFull]: 'The campaign has as many calls at a time as it may',
  [HoldReason.Pace]: 'Others are called first, at the campaign’s pace',
  [HoldReason.NoDialer]: 'No dialer is running',
};

/** Why a campaign does, or does not, call one number. */
@Injectable()
export class CampaignExplanation {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Always an answer: for what is no number, why it is none. */
  async of({ accountId }: Principal, campaignId: number, text: string) {
    const campaign = await findCampaign(this.database.manager, accountId, campaignId);
    const { defaultCountry } = await this.accounts.get(accountId);
    const read = readNumber(text, defaultCountry);
    if ('problem' in read) return { ...NOT_IN_IT, number: text, explanation: `${read.problem}.` };
    const subscriber = await this.database
      .getRepository(Subscriber)
      .findOneBy({ accountId, campaignId, number: read.number });
    return subscriber ? this.explain(campaign, subscriber) : { ...NOT_IN_IT, number: read.number };
  }

  private async explain(campaign: Campaign, subscriber: Subscriber) {
    const now = this.clock.now();
    const { accountId, id } = campaign;
    const candidates = await candidatesOf(this.database, accountId, [subscriber], campaign.channel);
    const answer = eligibility(candidates.get(subscriber.id)!, campaign, now);
    const counters = (await countersOf(this.database, accountId, [id], now)).get(id)!;
    const dialed = await hasDialer(this.database, now);
    const heldBy = answer.allowed ? holdOf(campaign, counters, dialed, now) : answer.reason;
    const nextAttemptAt = answer.allowed ? null : answer.nextEligibleAt;
    const { number, state, attempts, disposition } = subscriber;
    const explanation = sentence(heldBy, nextAttemptAt, campaign.timeZone);
    return { number, state, attempts, disposition, heldBy, nextAttemptAt, explanation };
  }
}

const NOT_IN_IT = {
  state: null,
  attempts: 0,
  disposition: null,
  heldBy: null,
  nextAttemptAt: null,
  explanation: 'No active contact of the campaign’s phonebooks has this number.',
};

function sentence(heldBy: HoldReason | null, nextAt: Date | null, timeZone: string): string {
  if (!heldBy) return 'It is called as soon as its turn comes.';
  if (!nextAt) return `${WHY[heldBy]}.`;
  return `${WHY[heldBy]}. It is called on ${instantIn(nextAt, timeZone)} at the earliest.`;
}
