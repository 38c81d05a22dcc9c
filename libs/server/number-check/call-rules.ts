import { AccountHours, Campaign } from '@belltower/campaign';
import {
  CallRule,
  CampaignStatus,
  Channel,
  CHANNEL_WORDS,
  SubscriberState,
  SuppressionSource,
  Verdict,
} from '@belltower/dto';
import { internationalOf, Place } from '@belltower/phone-number';
import { attemptsPerDay, attemptsPerWeek } from './attempt-rules';
import { accountHours, campaignHours, countryHours } from './hour-rules';
import { ListedOn, NumberFacts } from './number-facts';
import { allowed, refused, Ruling } from './ruling';

/** Everything that the rules look at. */
export interface Case {
  number: string;
  channel: Channel;
  campaign: Campaign | null;
  facts: NumberFacts;
  /** Within which any campaign of the account may call or text; null is at any time. */
  accountHours: AccountHours | null;
  /** Where the number may be. */
  place: Place;
  /** In which times are told. */
  timeZone: string;
}

/** Judges one instant, which only a few rules look at. */
type Rule = (asked: Case, at: Date) => Ruling | null;

const SOURCE: Record<string, string> = {
  [SuppressionSource.Form]: 'added by hand',
  [SuppressionSource.Paste]: 'pasted',
  [SuppressionSource.File]: 'imported from a file',
  [SuppressionSource.Contacts]: 'put there from the contacts',
  [SuppressionSource.Erasure]: 'put there when the person’s data was erased',
};

const CHANNEL: Record<Channel, string> = {
  [Channel.Voice]: 'calls',
  [Channel.Sms]: 'messages',
};

const PLACE: Record<SubscriberState, [Verdict, string]> = {
  [SubscriberState.Waiting]: [Verdict.Allowed, 'It waits for its first attempt'],
  [SubscriberState.Retry]: [Verdict.Allowed, 'It is tried again'],
  [SubscriberState.Sent]: [
    Verdict.Refused,
    'Its message has been sent; what became of it is not known yet',
  ],
  [SubscriberState.Completed]: [Verdict.Refused, 'It has been reached, and is done'],
  [SubscriberState.Failed]: [Verdict.Refused, 'All of its attempts are used up'],
  [SubscriberState.Removed]: [Verdict.Refused, 'It was taken out of the campaign'],
  [SubscriberState.Suppressed]: [Verdict.Allowed, 'It was held back by do-not-call'],
};

const STATUS: Record<CampaignStatus, [Verdict, string]> = {
  [CampaignStatus.Running]: [Verdict.Allowed, 'It is running'],
  [CampaignStatus.Draft]: [Verdict.Refused, 'It has not been started'],
  [CampaignStatus.Paused]: [Verdict.Refused, 'It is paused'],
  [CampaignStatus.Stopped]: [Verdict.Refused, 'It has been stopped'],
  [CampaignStatus.Finished]: [Verdict.Refused, 'It has finished'],
  [CampaignStatus.Expired]: [Verdict.Refused, 'Its finish has passed'],
};

/** Every rule, in the order in which they are told. */
const RULES: readonly Rule[] = [
  ({ number }) =>
    allowed(
      CallRule.Number,
      `${internationalOf(number)} is a valid number, and no emergency or short one`,
    ),
  account,
  accountLists,
  platformLists,
  optOuts,
  contacts,
  placeInCampaign,
  campaignStatus,
  campaignHours,
  accountHours,
  countryHours,
  attemptsPerDay,
  attemptsPerWeek,
  destination,
];

/** What every rule that applies says about calling, or texting, at an instant. */
export function judge(asked: Case, at: Date): Ruling[] {
  return RULES.flatMap((rule) => rule(asked, at) ?? []);
}

function account({ facts: { suspended } }: Case): Ruling {
  return suspended
    ? refused(CallRule.Account, 'It is suspended, and reaches nobody')
    : allowed(CallRule.Account, 'It is active');
}

function accountLists({ facts: { lists }, campaign, timeZone }: Case): Ruling {
  const applying = lists.filter(({ applies }) => applies);
  if (applying.length) {
    return refused(
      CallRule.AccountLists,
      applying.map((list) => wordsOfList(list, timeZone)).join('. '),
    );
  }
  const [idle] = lists;
  if (!idle) return allowed(CallRule.AccountLists, 'It is on none that applies');
  const whom = campaign ? 'this campaign does not name' : 'holds only for campaigns that name it';
  return allowed(CallRule.AccountLists, `It is on “${idle.name}”, which ${whom}`);
}

function wordsOfList({ name, since, reason, source }: ListedOn, timeZone: string): string {
  const how = SOURCE[source] ?? source;
  const why = reason ? `: “${reason}”` : '';
  return `On “${name}” since ${dayOf(since, timeZone)}, ${how}${why}`;
}

/** Customers learn that it is on one, and no more. */
function platformLists({ facts: { onPlatformList } }: Case): Ruling {
  return onPlatformList
    ? refused(CallRule.PlatformLists, 'It is on a do-not-call list of the platform')
    : allowed(CallRule.PlatformLists, 'It is on none');
}

function optOuts({ facts: { optOuts: facts }, channel, timeZone }: Case): Ruling {
  const [fact] = facts.filter((one) => one.channel === channel);
  const [other] = facts;
  if (fact) {
    const where = fact.campaignName ? ` in “${fact.campaignName}”` : '';
    const because = `Opted out of ${CHANNEL[channel]} on ${dayOf(fact.at, timeZone)} by ${fact.source}${where}`;
    return refused(CallRule.OptOuts, because);
  }
  return allowed(
    CallRule.OptOuts,
    other
      ? `Opted out of ${CHANNEL[other.channel]} only, on ${dayOf(other.at, timeZone)}`
      : 'Nobody with this number has opted out',
  );
}

function contacts({ facts: { contacts: held }, campaign }: Case): Ruling {
  const { all, active, elsewhere } = held;
  if (active)
    return allowed(
      CallRule.Contacts,
      active === 1 ? 'It is an active contact' : `It is an active contact in ${active} phonebooks`,
    );
  const whose = campaign ? ' of the campaign' : '';
  if (all)
    return refused(CallRule.Contacts, `It is inactive in every phonebook${whose} that has it`);
  if (!campaign) return allowed(CallRule.Contacts, 'No contact of yours has it');
  const where = elsewhere ? ', though another phonebook does' : '';
  return refused(CallRule.Contacts, `No phonebook of the campaign has it${where}`);
}

function placeInCampaign({ facts: { subscriber } }: Case, at: Date): Ruling | null {
  if (!subscriber) return null;
  const { state, attempts, nextAttemptAt } = subscriber;
  const [verdict, words] = PLACE[state];
  const made = attempts ? `, after ${attempts === 1 ? 'one attempt' : `${attempts} attempts`}` : '';
  const later = state === SubscriberState.Retry && nextAttemptAt && nextAttemptAt > at;
  return {
    rule: CallRule.Subscriber,
    verdict: later ? Verdict.NotNow : verdict,
    because: later ? `It waits for its next attempt${made}` : `${words}${made}`,
    nextAt: later ? nextAttemptAt : null,
  };
}

function campaignStatus({ campaign }: Case): Ruling | null {
  if (!campaign) return null;
  const [verdict, because] = STATUS[campaign.status];
  return { rule: CallRule.Campaign, verdict, because, nextAt: null };
}

function destination({ facts: { gateways }, campaign, channel }: Case): Ruling {
  const { all, allowing } = gateways;
  const { call, many } = CHANNEL_WORDS[channel];
  const whose = campaign ? 'The campaign has' : 'You have';
  if (!all)
    return refused(CallRule.Destination, `${whose} no gateway for ${many} that is switched on`);
  if (!allowing)
    return refused(CallRule.Destination, `No gateway may ${call} numbers that begin like this`);
  const because =
    all === allowing
      ? `Every gateway may ${call} it`
      : `${allowing} of ${all} gateways may ${call} it`;
  return allowed(CallRule.Destination, because);
}

function dayOf(instant: Date, timeZone: string): string {
  return instant.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone });
}
