import { AccountService, Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { readNumber } from '@belltower/phone-number';
import { CHANNEL_WORDS, Disposition, HoldReason, SubscriberState } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countersOf } from './campaign.counters';
import { Campaign } from './campaign.entity';
import { CampaignHolds } from './campaign.holds';
import { findCampaign } from './campaign.find';
import { hasEnded } from './campaign.status';
import { campaignHold, eligibility } from './eligibility';
import { candidatesOf } from './candidates';
import { readAccountHours } from './account-hours';
import { withinLimits } from './account-limits';
import { WHY } from './hold-sentences';
import { moreAbout, NumberFacts, numberFacts, whyNoSubscriber } from './number-facts';
import { roomFor } from './roster-limit';
import { Subscriber } from './subscriber.entity';
import { instantIn } from './wall-time';

/** Numbers before one that are counted at most. */
const COUNTED = 100_000;

/** What holds one number, and what there is to say about it. */
interface Answer {
  heldBy: HoldReason | null;
  nextAttemptAt: Date | null;
  ahead: number | null;
  explanation: string;
}

/** Why a campaign does, or does not, call one number. */
@Injectable()
export class CampaignExplanation {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(CampaignHolds) private readonly holds: CampaignHolds,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Always an answer: for what is no number, why it is none. */
  async of({ accountId }: Principal, campaignId: number, text: string) {
    const campaign = await findCampaign(this.database.manager, accountId, campaignId);
    const { defaultCountry } = await this.accounts.get(accountId);
    const read = readNumber(text, defaultCountry);
    if ('problem' in read) return { ...NOBODY, number: text, explanation: `${read.problem}.` };
    const { number } = read;
    const facts = await numberFacts(this.database, campaign, number);
    const contactId = facts.contacts[0]?.id ?? null;
    const subscriber = await this.database
      .getRepository(Subscriber)
      .findOneBy({ accountId, campaignId, number });
    if (!subscriber)
      return { ...NOBODY, number, contactId, ...(await this.outsider(campaign, facts)) };
    const { id, state, attempts, lastAttemptAt, disposition } = subscriber;
    return {
      ...{ number, subscriberId: id, contactId, state, attempts, lastAttemptAt, disposition },
      ...(await this.subscriber(campaign, subscriber, facts)),
    };
  }

  private async subscriber(
    campaign: Campaign,
    subscriber: Subscriber,
    facts: NumberFacts,
  ): Promise<Answer> {
    const now = this.clock.now();
    const { accountId, channel } = campaign;
    const terms = withinLimits(campaign, await this.accounts.get(accountId));
    const candidates = await candidatesOf(this.database, accountId, [subscriber], channel, now);
    const answer = eligibility(candidates.get(subscriber.id)!, terms, now);
    if (subscriber.state === SubscriberState.Removed)
      return said(campaign, HoldReason.Removed, await this.removal(campaign, subscriber, facts));
    const { Failed, Waiting, Retry } = SubscriberState;
    const blocked =
      (subscriber.state === Failed && subscriber.disposition === Disposition.Blocked) ||
      ([Waiting, Retry].includes(subscriber.state) && !facts.reachable);
    const isLasting = !answer.allowed && answer.reason === HoldReason.Suppressed;
    if (blocked && !isLasting) return said(campaign, HoldReason.Blocked);
    if (!answer.allowed) {
      const more = [moreAbout(answer.reason, facts), whenIn(campaign, answer.nextEligibleAt)];
      return {
        ...said(campaign, answer.reason, more.join(' ')),
        nextAttemptAt: answer.nextEligibleAt,
      };
    }
    return this.turn(campaign, subscriber, now);
  }

  /** It may be called: either something holds everybody, or others come first. */
  private async turn(campaign: Campaign, subscriber: Subscriber, now: Date): Promise<Answer> {
    const { accountId, id } = campaign;
    const counters = (await countersOf(this.database, accountId, [id], now)).get(id)!;
    const [hold] = await this.holds.wholeCampaign(campaign, counters, now);
    if (hold) {
      const more = [hold.detail && `${hold.detail}.`, whenIn(campaign, hold.nextAt)];
      return { ...said(campaign, hold.reason, more.join(' ')), nextAttemptAt: hold.nextAt };
    }
    const ahead = await this.ahead(subscriber);
    const before = ahead.toLocaleString('en');
    const more = ahead >= COUNTED ? `more than ${before} numbers come` : `about ${before} come`;
    const { called } = CHANNEL_WORDS[campaign.channel];
    const explanation =
      ahead > 1
        ? `It is ${called} as soon as its turn comes: ${more} before it.`
        : `It is ${called} as soon as its turn comes: it is next.`;
    return { heldBy: null, nextAttemptAt: null, ahead, explanation };
  }

  private async outsider(campaign: Campaign, facts: NumberFacts): Promise<Answer> {
    const now = this.clock.now();
    const reason = whyNoSubscriber(facts, campaign, await this.isFull(campaign));
    const isJoining = reason === HoldReason.Joining;
    if (!isJoining) return said(campaign, reason, moreAbout(reason, facts));
    if (facts.suppressed)
      return said(campaign, HoldReason.Suppressed, moreAbout(HoldReason.Suppressed, facts));
    if (!facts.reachable) return said(campaign, HoldReason.Blocked);
    if (hasEnded(campaign.status))
      return said(
        campaign,
        HoldReason.Ended,
        `This number was not among those that it ${CHANNEL_WORDS[campaign.channel].called}.`,
      );
    // Only a campaign under way draws up its list.
    const accountHours = await readAccountHours(this.database, campaign.accountId);
    const held = campaignHold({ ...campaign, accountHours }, now);
    if (held?.reason === HoldReason.NotStarted)
      return said(campaign, HoldReason.NotStarted, 'This number joins when it is.');
    return said(campaign, HoldReason.Joining);
  }

  private async removal(
    campaign: Campaign,
    { keptOut }: Subscriber,
    facts: NumberFacts,
  ): Promise<string> {
    if (keptOut) return 'Somebody took it out by hand. “Retry now” brings it back.';
    const reason = whyNoSubscriber(facts, campaign, await this.isFull(campaign));
    return [`${WHY[campaign.channel][reason]}.`, moreAbout(reason, facts)].join(' ');
  }

  private async isFull(campaign: Campaign): Promise<boolean> {
    return (await roomFor(this.database.manager, campaign)) === 0;
  }

  private async ahead({ accountId, campaignId, id, nextAttemptAt }: Subscriber): Promise<number> {
    const [{ ahead }] = await this.database.query<[{ ahead: number }]>(
      `select count(*) as ahead from (
         select from due where account_id = $1 and campaign_id = $2
            and (next_attempt_at, subscriber_id) < ($3, $4)
          order by next_attempt_at, subscriber_id limit $5) as before`,
      [accountId, campaignId, nextAttemptAt, id, COUNTED],
    );
    return ahead;
  }
}

/** Somebody who is not in the campaign. */
const NOBODY = {
  subscriberId: null,
  contactId: null,
  state: null,
  attempts: 0,
  lastAttemptAt: null,
  disposition: null,
  heldBy: null,
  nextAttemptAt: null,
  ahead: null,
};

function said({ channel }: Campaign, heldBy: HoldReason, more = ''): Answer {
  const explanation = `${WHY[channel][heldBy]}. ${more}`.replace(/ +/g, ' ').trim();
  return { heldBy, nextAttemptAt: null, ahead: null, explanation };
}

const whenIn = ({ timeZone, channel }: Campaign, at: Date | null) =>
  at ? `It is ${CHANNEL_WORDS[channel].called} on ${instantIn(at, timeZone)} at the earliest.` : '';
