import { AccountService, Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import {
  CampaignClock,
  CampaignEstimateInput,
  CampaignInput,
  CampaignTimelineQuery,
  Channel,
  CHANNEL_WORDS,
  ForecastLimit,
  SubscriberState,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { typicalLength } from './attempt-length';
import { clockEffect } from './calling-effects';
import { AccountHours, accountHoursOf } from './account-hours';
import { campaignOpening, typicalOpening } from './calling-window';
import { CampaignCounters, countersOf } from './campaign.counters';
import { Campaign } from './campaign.entity';
import { refuseUnknownReferences } from './campaign.references';
import { asItCounts, Change, changesOf } from './campaign.rules';
import { findCampaign } from './campaign.find';
import { columnsOf, inputOf } from './campaign.input';
import { CampaignService } from './campaign.service';
import { allowanceOf, withinLimits } from './account-limits';
import { Capacity, capacityOf } from './capacity';
import { estimateFinish, Timeline } from './finish-estimate';
import { countCalledAgain } from './roster-retries';
import { enabledGateways, gatewaysOfCampaign } from './gateway-capacity';
import { outcomeShares } from './outcome-shares';
import { estimateRest } from './rest-estimate';
import { OutcomeShares } from './retry-outlook';
import { instantIn } from './wall-time';

/** Most campaigns on one timeline. */
const TIMELINE = 500;
const DAY = 24 * 60 * 60_000;

const SCHEDULE: readonly (keyof CampaignInput)[] = [
  'startsAt',
  'endsAt',
  'hoursFrom',
  'hoursUntil',
  'weekDays',
  'excludedDates',
  'timeZone',
];

/** What would be: how long a campaign takes, what a change does, where campaigns lie among dates. */
@Injectable()
export class CampaignOutlook {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CampaignService) private readonly campaigns: CampaignService,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** When everybody in these phonebooks would have had a first call. @throws NotFound `campaign.reference-not-found` */
  async estimate({ accountId }: Principal, input: CampaignEstimateInput) {
    await refuseUnknownReferences(this.database, accountId, {
      phonebookIds: input.phonebookIds,
      gatewayIds: input.gatewayIds ?? [],
      suppressionListIds: [],
      channel: input.channel,
    });
    const account = await this.accounts.get(accountId);
    const [{ contacts }] = await this.database.query<[{ contacts: number }]>(
      `select coalesce(sum(active_contacts), 0) as contacts from phonebook_size
        where account_id = $1 and phonebook_id = any($2)`,
      [accountId, input.phonebookIds],
    );
    const terms = {
      ...input,
      startsAt: new Date(input.startsAt),
      endsAt: new Date(input.endsAt),
      clock: CampaignClock.Campaign,
      accountHours: accountHoursOf(account),
    };
    const now = this.clock.now();
    const { callsPerMinute, limitedBy } = capacityOf({
      campaign: { callsPerMinute: input.callsPerMinute, channels: input.channels ?? null },
      account: allowanceOf(account, input.channel),
      gateways: input.gatewayIds ? await enabledGateways(this.database, input.gatewayIds) : null,
      callSeconds: (await typicalLength(this.database, accountId, input.channel, now)).seconds,
    });
    const times = new Timeline((at) => typicalOpening(terms, at), now);
    const finish = estimateFinish([{ calls: contacts, times }], callsPerMinute, now);
    return { contacts, callsPerMinute, limitedBy, ...finish };
  }

  /** What a change of a campaign under way would do, in sentences. Changes nothing. */
  async effects(user: Principal, id: number, given: CampaignInput) {
    const { accountId } = user;
    const input = asItCounts(given);
    const before = await findCampaign(this.database.manager, accountId, id);
    await refuseUnknownReferences(this.database, accountId, input);
    const changes = changesOf(inputOf(await this.campaigns.get(user, id)), input);
    const now = this.clock.now();
    const counters = (await countersOf(this.database, accountId, [id], now)).get(id)!;
    const account = await this.accounts.get(accountId);
    const after = withinLimits({ ...before, ...columnsOf(input) }, account);
    const again = await countCalledAgain(this.database, after);
    const outcomes = await outcomeShares(this.database, accountId, before.channel, now);
    const capacity = capacityOf({
      campaign: { ...before, ...columnsOf(input) },
      account: allowanceOf(account, before.channel),
      gateways: (await gatewaysOfCampaign(this.database, before)).filter(({ enabled }) => enabled),
      callSeconds: (await typicalLength(this.database, accountId, before.channel, now)).seconds,
    });
    return changes.map((change) => ({
      field: change.field,
      effect: effectOf(change, { after, counters, capacity, again, outcomes, now }),
    }));
  }

  /** Campaigns whose dates touch a period, in order of their start. */
  async timeline({ accountId }: Principal, period: CampaignTimelineQuery) {
    const now = this.clock.now().getTime();
    const from = period.from ?? new Date(now - 31 * DAY);
    const until = period.until ?? new Date(now + 62 * DAY);
    return this.database.query<object[]>(
      `select campaign.id, campaign.name, campaign.status, campaign.starts_at as "startsAt",
              campaign.ends_at as "endsAt", campaign.ended_at as "endedAt",
              coalesce(sum(counted.subscribers) filter (where counted.state <> 'removed'), 0) as subscribers,
              coalesce(sum(counted.subscribers)
                filter (where counted.state in ('completed', 'sent', 'failed', 'suppressed')), 0) as done
         from campaign
         left join subscriber_count counted
           on counted.account_id = campaign.account_id and counted.campaign_id = campaign.id
        where campaign.account_id = $1 and campaign.deleted_at is null
          and campaign.starts_at < $3 and coalesce(campaign.ended_at, campaign.ends_at) > $2
        group by campaign.account_id, campaign.id
        order by campaign.starts_at, campaign.id limit ${TIMELINE}`,
      [accountId, from, until],
    );
  }
}

interface Situation {
  after: Campaign & { accountHours: AccountHours | null };
  counters: CampaignCounters;
  /** Numbers that had used up their attempts and get more. */
  again: number;
  /** What campaign, account and gateways allow together. */
  capacity: Capacity;
  /** How the account's calls end; null where nobody knows. */
  outcomes: OutcomeShares | null;
  now: Date;
}

/** One change in a sentence, as a person would want to know it before saving. */
export function effectOf({ field, from, to }: Change, situation: Situation): string {
  const { after, again } = situation;
  const words = CHANNEL_WORDS[after.channel];
  if (field === 'callsPerMinute')
    return `From the next second ${amount(to)} ${words.many} a minute instead of ${amount(from)}${bound(situation)}: ${ending(situation)}.`;
  if (field === 'channels')
    return to === null || to === undefined
      ? `At once as many ${words.many} at a time as the gateways have channels: ${ending(situation)}.`
      : `At once no more than ${amount(to)} at a time; ${GO_ON[after.channel]}${bound(situation)}: ${ending(situation)}.`;
  if (field === 'maxRetries' || field === 'retryOn' || field === 'retryRules')
    return again
      ? `${again.toLocaleString('en')} numbers that had used up their attempts are ${words.called} again; nobody gets more than ${after.maxRetries + 1} attempts.`
      : `Nobody gets more than ${after.maxRetries + 1} attempts, ${words.many} ${MADE[after.channel]} so far included.`;
  if (field === 'retryAfterSeconds')
    return `For ${words.many} that end from now on; numbers that wait for a retry already keep their time.`;
  if (field === 'message' || field === 'audioId') return CONTENT[after.channel];
  const byClock = clockEffect(field, after);
  if (byClock) return byClock;
  return SCHEDULE.includes(field)
    ? scheduleEffect(situation)
    : `For every ${words.one} from now on.`;
}

/** When a change of what is said, or sent, shows. */
const CONTENT: Readonly<Record<Channel, string>> = {
  [Channel.Voice]: 'Heard in calls that are answered from now on.',
  [Channel.Sms]: 'In messages that are sent from now on, those of retries too.',
};
/** What becomes of those under way when fewer may be. */
const GO_ON: Readonly<Record<Channel, string>> = {
  [Channel.Voice]: 'calls on the line go on',
  [Channel.Sms]: 'messages that are being sent go out',
};
const MADE: Readonly<Record<Channel, string>> = {
  [Channel.Voice]: 'made',
  [Channel.Sms]: 'sent',
};

/** What else keeps it from calling as fast as it says, in a clause of its own. */
function bound({ capacity }: Situation): string {
  const { limitedBy, callsPerMinute } = capacity;
  if (limitedBy === ForecastLimit.Pace) return '';
  return `, but about ${amount(callsPerMinute)} a minute is all that ${BOUND_BY[limitedBy]}`;
}

const BOUND_BY: Readonly<Record<Exclude<ForecastLimit, ForecastLimit.Pace>, string>> = {
  [ForecastLimit.AccountPace]: 'the account’s limit allows',
  [ForecastLimit.GatewayPace]: 'its gateways allow',
  [ForecastLimit.Channels]: 'its channels carry',
  [ForecastLimit.AccountChannels]: 'the account’s channels carry',
  [ForecastLimit.GatewayChannels]: 'the channels of its gateways carry',
};

/** When those who are left will have been called. */
function ending({ after, counters, capacity, outcomes, now }: Situation): string {
  const left = counters.byState[SubscriberState.Waiting] + counters.byState[SubscriberState.Retry];
  const { call, called } = CHANNEL_WORDS[after.channel];
  if (!left) return `nobody is left to ${call}`;
  const { byState } = counters;
  const finish = estimateRest(after, byState, outcomes, capacity.callsPerMinute, now);
  const { finishesAt, calledInTime } = finish;
  const numbers = left === 1 ? 'number' : 'numbers';
  const retries =
    after.maxRetries === 0
      ? ''
      : outcomes
        ? ', expected retries included'
        : ', retries not counted';
  return finishesAt
    ? `the ${amount(left)} ${numbers} left are done by ${instantIn(finishesAt, after.timeZone)}${retries}`
    : `the schedule ends with ${amount(Math.min(calledInTime, left))} of the ${amount(left)} ${numbers} left ${called}`;
}

const amount = (value: unknown) => Number(value).toLocaleString('en', { maximumFractionDigits: 1 });

function scheduleEffect(situation: Situation): string {
  const { after, now } = situation;
  const opening = campaignOpening(after, now);
  const { calls, called } = CHANNEL_WORDS[after.channel];
  if (opening.open)
    return `It ${calls} now, until ${instantIn(opening.closesAt, after.timeZone)}: ${ending(situation)}.`;
  if (!opening.opensAt)
    return `It never ${calls} again: the schedule does not open before its finish.`;
  return `Nothing is ${called} until ${instantIn(opening.opensAt, after.timeZone)}: ${ending(situation)}.`;
}
