import { Meters } from '@belltower/auth';
import { PhonebookModule, PhonebookSizes } from '@belltower/phonebook';
import { SuppressionModule } from '@belltower/suppression';
import { Inject, Module, OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ContactBulkService } from './contact-bulk.service';
import { ContactChanges } from './contact-changes';
import { ContactController } from './contact.controller';
import { ContactDownload } from './contact-download';
import { ContactService } from './contact.service';
import { ContactWatchers } from './contact-watchers';
import { PhonebookContentsController } from './phonebook-contents.controller';
import { PhonebookContentsService } from './phonebook-contents.service';

@Module({
  imports: [PhonebookModule, SuppressionModule],
  controllers: [ContactController, PhonebookContentsController],
  providers: [
    ContactBulkService,
    ContactChanges,
    ContactDownload,
    ContactService,
    ContactWatchers,
    PhonebookContentsService,
  ],
  exports: [ContactChanges, ContactDownload, ContactService, ContactWatchers],
})
export class ContactModule implements OnModuleInit {
  constructor(
    @Inject(Meters) private readonly meters: Meters,
    @Inject(PhonebookSizes) private readonly sizes: PhonebookSizes,
    @Inject(DataSource) private readonly database: DataSource,
  ) {}

  onModuleInit(): void {
    this.meters.register('maxContacts', (accountId) =>
      this.sizes.ofAccount(this.database.manager, accountId),
    );
  }
}
