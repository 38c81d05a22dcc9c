/** Why a subscriber is not being called at this moment. The order is the order in which they are looked at. */
export enum HoldReason {
  /** Reached already. */
  Completed = 'completed',
  /** Taken out of the campaign. */
  Removed = 'removed',
  Suppressed = 'suppressed',
  AttemptsUsedUp = 'attempts-used-up',
  /** On the line right now. */
  BeingCalled = 'being-called',
  NotStarted = 'not-started',
  Paused = 'paused',
  Ended = 'ended',
  BeforeStart = 'before-start',
  AfterFinish = 'after-finish',
  ExcludedDate = 'excluded-date',
  WeekDayOff = 'week-day-off',
  OutsideHours = 'outside-hours',
  WaitingForRetry = 'waiting-for-retry',
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
