import { ForeignKeys1700000000001 } from './1700000000001-foreign-keys';
import { Tables1700000000000 } from './1700000000000-tables';
import { Throttle1795466941792 } from './1795466941792-throttle';
import { CampaignRoster1795500000000 } from './1795500000000-campaign-roster';
import { QuarterHourStatistics1795532500000 } from './1795532500000-quarter-hour-statistics';
import { AuditList1795533200101 } from './1795533200101-audit-list';
import { RosterChanges1795533600000 } from './1795533600000-roster-changes';
import { GatewayName1795533900201 } from './1795533900201-gateway-name';
import { Import1795534600301 } from './1795534600301-import';
import { Setbacks1795540000000 } from './1795540000000-setbacks';
import { PeopleIndexes1795541000000 } from './1795541000000-people-indexes';
import { CallSearch1795542000000 } from './1795542000000-call-search';
import { CampaignStatistics1795543000000 } from './1795543000000-campaign-statistics';
import { RetryRules1795543968644 } from './1795543968644-retry-rules';
import { HeldNumbers1795544031881 } from './1795544031881-held-numbers';
import { GatewayPolicies1795544240655 } from './1795544240655-gateway-policies';
import { Notices1795544876506 } from './1795544876506-notices';
import { PlatformSuppression1795545719453 } from './1795545719453-platform-suppression';
import { ImportKinds1795545719504 } from './1795545719504-import-kinds';
import { CampaignHold1795544304453 } from './1795544304453-campaign-hold';
import { CampaignSource1795545854744 } from './1795545854744-campaign-source';
import { CallingClock1795546118493 } from './1795546118493-calling-clock';
import { RosterCut1795546745744 } from './1795546745744-roster-cut';
import { AttemptsCaps1795547819584 } from './1795547819584-attempts-caps';
import { AccountHours1796012000000 } from './1796012000000-account-hours';
import { GrantWithdrawn1796012000001 } from './1796012000001-grant-withdrawn';
import { ListClearing1796012000002 } from './1796012000002-list-clearing';
import { Audio1796012300000 } from './1796012300000-audio';
import { DialerLines1796330000419 } from './1796330000419-dialer-lines';
import { CallFlow1796330600517 } from './1796330600517-call-flow';
import { CampaignAudio1796330700000 } from './1796330700000-campaign-audio';
import { Exports1796420000417 } from './1796420000417-exports';
import { CallCountry1796500000000 } from './1796500000000-call-country';
import { TotalsCheck1796500000001 } from './1796500000001-totals-check';
import { KeptSince1796500000002 } from './1796500000002-kept-since';
import { StatisticsSteps1796510000000 } from './1796510000000-statistics-steps';
import { AttemptStatistics1796520000000 } from './1796520000000-attempt-statistics';
import { SavedViews1796530000000 } from './1796530000000-saved-views';
import { CampaignSteps1796530000000 } from './1796530000000-campaign-steps';
import { SecondChannels1796540000000 } from './1796540000000-second-channels';
import { CampaignRecordings1796600000000 } from './1796600000000-campaign-recordings';
import { RecordedPrompts1796600000001 } from './1796600000001-recorded-prompts';
import { CallTalk1796610000000 } from './1796610000000-call-talk';
import { RouteSteps1796610000001 } from './1796610000001-route-steps';
import { Messages1796700000000 } from './1796700000000-messages';
import { MessageTotals1796700100000 } from './1796700100000-message-totals';
import { UnreadReplies1796710000000 } from './1796710000000-unread-replies';
import { MessageSteps1796820000000 } from './1796820000000-message-steps';
import { StrayReceipts1796820000001 } from './1796820000001-stray-receipts';
import { MessageCodes1796820000002 } from './1796820000002-message-codes';

/** Every migration, oldest first. One that has landed is never edited. */
export const migrations = [
  Tables1700000000000,
  ForeignKeys1700000000001,
  Throttle1795466941792,
  CampaignRoster1795500000000,
  QuarterHourStatistics1795532500000,
  AuditList1795533200101,
  RosterChanges1795533600000,
  GatewayName1795533900201,
  Import1795534600301,
  Setbacks1795540000000,
  PeopleIndexes1795541000000,
  CallSearch1795542000000,
  CampaignStatistics1795543000000,
  RetryRules1795543968644,
  HeldNumbers1795544031881,
  GatewayPolicies1795544240655,
  Notices1795544876506,
  PlatformSuppression1795545719453,
  ImportKinds1795545719504,
  CampaignHold1795544304453,
  CampaignSource1795545854744,
  CallingClock1795546118493,
  RosterCut1795546745744,
  AttemptsCaps1795547819584,
  AccountHours1796012000000,
  GrantWithdrawn1796012000001,
  ListClearing1796012000002,
  Audio1796012300000,
  DialerLines1796330000419,
  CallFlow1796330600517,
  CampaignAudio1796330700000,
  Exports1796420000417,
  CallCountry1796500000000,
  TotalsCheck1796500000001,
  KeptSince1796500000002,
  StatisticsSteps1796510000000,
  AttemptStatistics1796520000000,
  SavedViews1796530000000,
  CampaignSteps1796530000000,
  SecondChannels1796540000000,
  CampaignRecordings1796600000000,
  RecordedPrompts1796600000001,
  CallTalk1796610000000,
  RouteSteps1796610000001,
  Messages1796700000000,
  MessageTotals1796700100000,
  UnreadReplies1796710000000,
  MessageSteps1796820000000,
  StrayReceipts1796820000001,
  MessageCodes1796820000002,
];
