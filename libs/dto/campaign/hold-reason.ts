/** Why a subscriber is not being called at this moment. The order is the order in which they are looked at. */
export enum HoldReason {
  /** Reached already. */
  Completed = 'completed',
  /** Taken out of the campaign. */
  Removed = 'removed',
  Suppressed = 'suppressed',
  AttemptsUsedUp = 'attempts-used-up',
  /** On the line, or being handed over, right now. */
  BeingCalled = 'being-called',
  /** Its message is on the way: what has become of it is not reported yet. */
  AwaitingReceipt = 'awaiting-receipt',
  /** None of the account's contacts has the number. */
  NoContact = 'no-contact',
  /** Its contacts are in other phonebooks than the campaign's. */
  NotInPhonebooks = 'not-in-phonebooks',
  Inactive = 'inactive',
  /** Left out because the account's limit of subscribers was reached. */
  SubscriberLimit = 'subscriber-limit',
  /** About to become a subscriber. */
  Joining = 'joining',
  /** No gateway of the campaign may call where the number is. */
  Blocked = 'blocked',
  NotStarted = 'not-started',
  Paused = 'paused',
  Ended = 'ended',
  BeforeStart = 'before-start',
  AfterFinish = 'after-finish',
  ExcludedDate = 'excluded-date',
  WeekDayOff = 'week-day-off',
  OutsideHours = 'outside-hours',
  /** In a time zone where the campaign's hours are not. */
  OutsideOwnHours = 'outside-own-hours',
  /** Nobody knows its time zone, and the campaign holds such numbers back. */
  UnknownTimeZone = 'unknown-time-zone',
  /** No campaign of the account calls at this hour, or on this day. */
  AccountHours = 'account-hours',
  /** Its country does not let it be called at this hour. */
  CallingRule = 'calling-rule',
  WaitingForRetry = 'waiting-for-retry',
  /** Over all campaigns of the account it has been tried as often as may be in 24 hours. */
  AttemptsPerDay = 'attempts-per-day',
  /** The same, in seven days. */
  AttemptsPerWeek = 'attempts-per-week',
  /** The only gateways that may call it are not free. */
  WaitingForGateway = 'waiting-for-gateway',
  AccountSuspended = 'account-suspended',
  AccountLimit = 'account-limit',
  NoGateway = 'no-gateway',
  GatewayDown = 'gateway-down',
  GatewayBackOff = 'gateway-back-off',
  GatewayFull = 'gateway-full',
  CampaignFull = 'campaign-full',
  Pace = 'pace',
  NoDialer = 'no-dialer',
}

/** Reasons for which numbers wait in the queue of a campaign one by one, so that those that do can be listed. */
export const QUEUE_HOLD_WORDS = {
  // They leave the queue when their turn comes.
  [HoldReason.Suppressed]: 'On do-not-call',
  [HoldReason.OutsideOwnHours]: 'Outside the hours where they are',
  [HoldReason.UnknownTimeZone]: 'Time zone unknown',
  [HoldReason.AccountHours]: 'Outside the account’s hours',
  [HoldReason.CallingRule]: 'Outside the hours that their country allows',
  [HoldReason.AttemptsPerDay]: 'Tried often enough in 24 hours',
  [HoldReason.AttemptsPerWeek]: 'Tried often enough in 7 days',
  [HoldReason.WaitingForGateway]: 'Waiting for a gateway that may reach them',
} as const;
export const QUEUE_HOLDS = Object.keys(QUEUE_HOLD_WORDS) as (keyof typeof QUEUE_HOLD_WORDS)[];
