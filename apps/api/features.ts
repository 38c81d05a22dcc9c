import { AuthModule, authEntities } from '@belltower/auth';
import { campaignEntities, CampaignModule } from '@belltower/campaign';
import { Contact, ContactModule } from '@belltower/contact';
import { DemoModule } from '@belltower/demo';
import { Gateway, GatewayGrant, GatewayModule } from '@belltower/gateway';
import { Import, ImportModule, ImportReject } from '@belltower/import';
import { NumberCheckModule } from '@belltower/number-check';
import { Phonebook, PhonebookModule } from '@belltower/phonebook';
import { ReportModule } from '@belltower/report';
import { suppressionEntities, SuppressionModule } from '@belltower/suppression';
import type { Type } from '@nestjs/common';

/** A feature module and the entities of its tables. */
export interface Feature {
  module: Type;
  entities: Type[];
}

/** What the application is made of, one line each, in order of dependence. */
export const FEATURES: Feature[] = [
  { module: AuthModule, entities: authEntities },
  { module: GatewayModule, entities: [Gateway, GatewayGrant] },
  { module: PhonebookModule, entities: [Phonebook] },
  { module: SuppressionModule, entities: suppressionEntities },
  { module: ContactModule, entities: [Contact] },
  { module: CampaignModule, entities: campaignEntities },
  { module: ReportModule, entities: [] },
  { module: NumberCheckModule, entities: [] },
  { module: ImportModule, entities: [Import, ImportReject] },
  { module: DemoModule, entities: [] },
];

/** Entities of every feature, for the connection. */
export const entities = FEATURES.flatMap((feature) => feature.entities);
