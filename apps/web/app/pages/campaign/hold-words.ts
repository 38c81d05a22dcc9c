import { Channel, HoldReason, QUEUE_HOLD_WORDS } from '@belltower/dto';

/** Why nobody, or somebody, is not called: a short phrase and what can be done about it. */
export interface HoldWords {
  short: string;
  advice: string;
}

const words = (short: string, advice = ''): HoldWords => ({ short, advice });

export const HOLD_WORDS: Readonly<Record<HoldReason, HoldWords>> = {
  [HoldReason.Completed]: words('Reached'),
  [HoldReason.Removed]: words(
    'Taken out',
    'Their contacts left the phonebooks, or somebody took them out',
  ),
  [HoldReason.Suppressed]: words(QUEUE_HOLD_WORDS[HoldReason.Suppressed], 'They are never called'),
  [HoldReason.AttemptsUsedUp]: words('Attempts used up', 'Raise the retries to call them again'),
  [HoldReason.BeingCalled]: words('On the line now'),
  [HoldReason.AwaitingReceipt]: words('On its way', 'What became of the message is not known yet'),
  [HoldReason.NoContact]: words('No contact', 'No contact has this number'),
  [HoldReason.NotInPhonebooks]: words(
    'In other phonebooks',
    'Put its contact into one of the campaign’s phonebooks',
  ),
  [HoldReason.Inactive]: words('Inactive contact', 'Activate the contact to have it called'),
  [HoldReason.SubscriberLimit]: words(
    'Beyond the account’s limit',
    'The account may have no more subscribers in one campaign',
  ),
  [HoldReason.Joining]: words('About to join'),
  [HoldReason.Blocked]: words('No gateway may call it', 'Ask whoever runs the gateways'),
  [HoldReason.NotStarted]: words('Not started', 'Start it to begin calling'),
  [HoldReason.Paused]: words('Paused', 'Resume it to go on'),
  [HoldReason.Ended]: words('Ended', 'Duplicate it to call again'),
  [HoldReason.BeforeStart]: words('Before its start'),
  [HoldReason.AfterFinish]: words('Its finish has passed', 'Set a later finish to go on'),
  [HoldReason.ExcludedDate]: words('Today is an excluded date'),
  [HoldReason.WeekDayOff]: words('Not a calling day'),
  [HoldReason.OutsideHours]: words('Outside calling hours'),
  [HoldReason.OutsideOwnHours]: words(QUEUE_HOLD_WORDS[HoldReason.OutsideOwnHours]),
  [HoldReason.UnknownTimeZone]: words(
    QUEUE_HOLD_WORDS[HoldReason.UnknownTimeZone],
    'Set a time zone or country for these contacts, or let the campaign’s count',
  ),
  [HoldReason.AccountHours]: words(
    'Outside the account’s calling hours',
    'They hold for every campaign; an owner can change them in Settings',
  ),
  [HoldReason.CallingRule]: words('Outside the calling hours of their country'),
  [HoldReason.WaitingForRetry]: words('Waiting for the next attempt'),
  [HoldReason.AttemptsPerDay]: words(
    QUEUE_HOLD_WORDS[HoldReason.AttemptsPerDay],
    'As often as the account allows for one number, over all campaigns',
  ),
  [HoldReason.AttemptsPerWeek]: words(
    QUEUE_HOLD_WORDS[HoldReason.AttemptsPerWeek],
    'As often as the account allows for one number, over all campaigns',
  ),
  [HoldReason.WaitingForGateway]: words('Waiting for a gateway that may call them'),
  [HoldReason.AccountSuspended]: words('The account is suspended', 'Ask the operator'),
  [HoldReason.AccountLimit]: words(
    'At the account’s limit',
    'It goes on as soon as the account has calls to spare, or a higher limit',
  ),
  [HoldReason.NoGateway]: words(
    'No gateway',
    'It goes on when whoever runs the gateways switches one on',
  ),
  [HoldReason.GatewayDown]: words('Gateway down', 'Calling goes on when it answers again'),
  [HoldReason.GatewayBackOff]: words('Gateway congested', 'The carrier asked for a pause'),
  [HoldReason.GatewayFull]: words('All gateway channels in use'),
  [HoldReason.CampaignFull]: words(
    'All its channels in use',
    'Raise its channels to call more at a time',
  ),
  [HoldReason.Pace]: words('At its pace'),
  [HoldReason.NoDialer]: words('No dialer is running', 'Ask the operator to start one'),
};

/** Where it is otherwise for messages. */
const OF_MESSAGES: Readonly<Partial<Record<HoldReason, HoldWords>>> = {
  [HoldReason.AttemptsUsedUp]: words('Attempts used up', 'Raise the retries to text them again'),
  [HoldReason.Suppressed]: words(QUEUE_HOLD_WORDS[HoldReason.Suppressed], 'They are never texted'),
  [HoldReason.BeingCalled]: words('Being sent now'),
  [HoldReason.Inactive]: words('Inactive contact', 'Activate the contact to have it texted'),
  [HoldReason.Blocked]: words('No gateway may text it', 'Ask whoever runs the gateways'),
  [HoldReason.NotStarted]: words('Not started', 'Start it to begin texting'),
  [HoldReason.Ended]: words('Ended', 'Duplicate it to text again'),
  [HoldReason.WeekDayOff]: words('Not a day on which it texts'),
  [HoldReason.OutsideHours]: words('Outside its hours'),
  [HoldReason.AccountHours]: words(
    'Outside the account’s hours',
    'They hold for every campaign; an owner can change them in Settings',
  ),
  [HoldReason.CallingRule]: words('Outside the hours that their country allows'),
  [HoldReason.WaitingForGateway]: words('Waiting for a gateway that may text them'),
  [HoldReason.AccountLimit]: words(
    'At the account’s limit',
    'It goes on as soon as the account has messages to spare, or a higher limit',
  ),
  [HoldReason.GatewayDown]: words('Gateway down', 'It goes on when the gateway answers again'),
  [HoldReason.GatewayBackOff]: words('Gateway congested', 'The provider asked for a pause'),
  [HoldReason.GatewayFull]: words('The gateway takes no more for a moment'),
  [HoldReason.CampaignFull]: words('As many as may be are being sent'),
};

export const holdWords = (reason: HoldReason, channel: Channel): HoldWords =>
  (channel === Channel.Sms && OF_MESSAGES[reason]) || HOLD_WORDS[reason];
