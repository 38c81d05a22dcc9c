import { Audio, AudioModule } from '@belltower/audio';
import { AuthModule, authEntities } from '@belltower/auth';
import { campaignEntities, CampaignModule } from '@belltower/campaign';
import { Contact, ContactModule } from '@belltower/contact';
import { DemoModule } from '@belltower/demo';
import { CampaignTestCallModule, ReceiptModule, TestMessageModule } from '@belltower/dialer';
import { Export, ExportModule } from '@belltower/export';
import { Gateway, GatewayGrant, GatewayModule } from '@belltower/gateway';
import { Import, ImportModule, ImportReject } from '@belltower/import';
import { NumberCheckModule } from '@belltower/number-check';
import { PersonModule } from '@belltower/person';
import { Phonebook, PhonebookModule } from '@belltower/phonebook';
import { Reply, ReplyModule } from '@belltower/reply';
import { ReportModule } from '@belltower/report';
import { SavedView, SavedViewModule } from '@belltower/saved-view';
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
  { module: AudioModule, entities: [Audio] },
  { module: GatewayModule, entities: [Gateway, GatewayGrant] },
  { module: PhonebookModule, entities: [Phonebook] },
  { module: SuppressionModule, entities: suppressionEntities },
  { module: ReplyModule, entities: [Reply] },
  { module: ContactModule, entities: [Contact] },
  { module: CampaignModule, entities: campaignEntities },
  { module: CampaignTestCallModule, entities: [] },
  { module: ReceiptModule, entities: [] },
  { module: TestMessageModule, entities: [] },
  { module: ReportModule, entities: [] },
  { module: ExportModule, entities: [Export] },
  { module: NumberCheckModule, entities: [] },
  { module: ImportModule, entities: [Import, ImportReject] },
  { module: PersonModule, entities: [] },
  { module: SavedViewModule, entities: [SavedView] },
  { module: DemoModule, entities: [] },
];

/** Entities of every feature, for the connection. */
export const entities = FEATURES.flatMap((feature) => feature.entities);
