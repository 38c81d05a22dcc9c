import { Channel, HoldReason } from '@belltower/dto';

const OF_CALLS: Readonly<Record<HoldReason, string>> = {
  [HoldReason.Completed]: 'It has been reached',
  [HoldReason.Removed]: 'It was taken out of the campaign',
  [HoldReason.Suppressed]: 'It is on a do-not-call list or has opted out',
  [HoldReason.AttemptsUsedUp]: 'All of its attempts are used up',
  [HoldReason.BeingCalled]: 'It is being called right now',
  [HoldReason.AwaitingReceipt]: 'Its message is on its way: what became of it is not known yet',
  [HoldReason.NoContact]: 'No contact has this number',
  [HoldReason.NotInPhonebooks]: 'No contact of the campaign’s phonebooks has this number',
  [HoldReason.Inactive]: 'Its contact is inactive',
  [HoldReason.SubscriberLimit]:
    'It was left out, because the account may have no more subscribers in one campaign',
  [HoldReason.Joining]: 'It is about to join the campaign: the list is still being drawn up',
  [HoldReason.Blocked]: 'None of the campaign’s gateways may call numbers that begin like it',
  [HoldReason.NotStarted]: 'The campaign has not been started',
  [HoldReason.Paused]: 'The campaign is paused',
  [HoldReason.Ended]: 'The campaign has ended',
  [HoldReason.BeforeStart]: 'The campaign’s start has not come yet',
  [HoldReason.AfterFinish]: 'The campaign’s finish has passed',
  [HoldReason.ExcludedDate]: 'Today is an excluded date',
  [HoldReason.WeekDayOff]: 'The campaign does not call on this day of the week',
  [HoldReason.OutsideHours]: 'It is outside of the campaign’s hours',
  [HoldReason.OutsideOwnHours]: 'It is outside of the campaign’s hours where the number is',
  [HoldReason.UnknownTimeZone]:
    'Its time zone is not known, and the campaign holds such numbers back. Set its time zone or country',
  [HoldReason.AccountHours]: 'It is outside of the account’s calling hours',
  [HoldReason.CallingRule]: 'Its country does not allow calls at this hour',
  [HoldReason.WaitingForRetry]: 'It waits for its next attempt',
  [HoldReason.AttemptsPerDay]:
    'Over all campaigns it has been tried as often as the account allows in 24 hours',
  [HoldReason.AttemptsPerWeek]:
    'Over all campaigns it has been tried as often as the account allows in 7 days',
  [HoldReason.WaitingForGateway]: 'The gateways that may call it are not free at this moment',
  [HoldReason.AccountSuspended]: 'The account is suspended',
  [HoldReason.AccountLimit]: 'The account is at its limit of calls',
  [HoldReason.NoGateway]: 'All gateways of the campaign are switched off',
  [HoldReason.GatewayDown]: 'The campaign’s gateways are down',
  [HoldReason.GatewayBackOff]: 'The gateway is congested and is given a pause',
  [HoldReason.GatewayFull]: 'All channels of the gateway are in use',
  [HoldReason.CampaignFull]: 'The campaign has as many calls at a time as it may',
  [HoldReason.Pace]: 'Others are called first, at the campaign’s pace',
  [HoldReason.NoDialer]: 'No dialer is running',
};

/** Why one number is not called, or texted, as the beginning of a sentence about it. */
export const WHY: Readonly<Record<Channel, Readonly<Record<HoldReason, string>>>> = {
  [Channel.Voice]: OF_CALLS,
  [Channel.Sms]: {
    ...OF_CALLS,
    [HoldReason.BeingCalled]: 'Its message is being handed over right now',
    [HoldReason.Blocked]: 'None of the campaign’s gateways may send to numbers that begin like it',
    [HoldReason.WeekDayOff]: 'The campaign does not text on this day of the week',
    [HoldReason.AccountHours]: 'It is outside of the account’s hours for calls and messages',
    [HoldReason.CallingRule]: 'Its country does not allow messages at this hour',
    [HoldReason.WaitingForGateway]: 'The gateways that may send to it are not free at this moment',
    [HoldReason.AccountLimit]: 'The account is at its limit of messages',
    [HoldReason.GatewayFull]: 'The gateway takes no more messages at this moment',
    [HoldReason.CampaignFull]: 'As many of its messages are being handed over as may be',
    [HoldReason.Pace]: 'Others are texted first, at the campaign’s pace',
  },
};

type HoldNews = Readonly<Partial<Record<string, readonly [held: string, released: string]>>>;

const NEWS: HoldNews = {
  [HoldReason.AccountSuspended]: ['the account is suspended', 'the account is active again'],
  [HoldReason.AccountLimit]: [
    'the account is at its limit',
    'the account’s limit leaves room again',
  ],
  [HoldReason.NoGateway]: [
    'all of its gateways are switched off',
    'a gateway is switched on again',
  ],
  [HoldReason.GatewayDown]: ['its gateways are down', 'a gateway answers again'],
  [HoldReason.GatewayBackOff]: ['its gateways are congested', 'a gateway takes calls again'],
  [HoldReason.NoDialer]: ['no dialer is running', 'a dialer is running again'],
};

/** What held a campaign, and what its going on means. */
export const HOLD_NEWS: Readonly<Record<Channel, HoldNews>> = {
  [Channel.Voice]: NEWS,
  [Channel.Sms]: {
    ...NEWS,
    [HoldReason.GatewayBackOff]: ['its gateways are congested', 'a gateway takes messages again'],
  },
};
