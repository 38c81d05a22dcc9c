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
];
