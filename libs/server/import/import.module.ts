import { ContactModule } from '@belltower/contact';
import { Jobs } from '@belltower/core';
import { PhonebookModule } from '@belltower/phonebook';
import { SuppressionModule } from '@belltower/suppression';
import { Inject, Module, OnModuleInit } from '@nestjs/common';
import { BatchWriter } from './batch-writer';
import { ContactLoader } from './contact-loader';
import { ImportController } from './import.controller';
import { ImportDestinations } from './import-destinations';
import { Importer, ImportJob } from './importer';
import { ImportNews } from './import-news';
import { ImportRecovery } from './import-recovery';
import { ImportService } from './import.service';
import { ListLoader } from './list-loader';
import { IMPORT_QUEUE, ImportSteps, UNDO_QUEUE } from './import-steps';
import { RejectFile } from './reject-file';
import { Undoer } from './undoer';
import { UploadStore } from './upload-store';

/** Imports of one process at a time: more would only take turns. */
const AT_ONCE = 2;

/** Contacts and do-not-call numbers from files. */
@Module({
  imports: [PhonebookModule, ContactModule, SuppressionModule],
  controllers: [ImportController],
  providers: [
    BatchWriter,
    ContactLoader,
    ImportDestinations,
    Importer,
    ImportNews,
    ImportRecovery,
    ImportService,
    ImportSteps,
    ListLoader,
    RejectFile,
    Undoer,
    UploadStore,
  ],
  exports: [Importer],
})
export class ImportModule implements OnModuleInit {
  constructor(
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Importer) private readonly importer: Importer,
    @Inject(Undoer) private readonly undoer: Undoer,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.work<ImportJob>(IMPORT_QUEUE, { concurrency: AT_ONCE }, (job, context) =>
      this.importer.run(job, context),
    );
    await this.jobs.work<ImportJob>(UNDO_QUEUE, {}, (job, context) =>
      this.undoer.run(job, context),
    );
  }
}
