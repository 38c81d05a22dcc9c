import { CampaignModule } from '@belltower/campaign';
import { ContactModule } from '@belltower/contact';
import { Jobs } from '@belltower/core';
import { ReplyModule } from '@belltower/reply';
import { ReportModule } from '@belltower/report';
import { SuppressionModule } from '@belltower/suppression';
import { Inject, Module, OnModuleInit } from '@nestjs/common';
import { ExportController } from './export.controller';
import { ExportKeeper } from './export-keeper';
import { ExportNews } from './export-news';
import { EXPORT_QUEUE, ExportService } from './export.service';
import { ExportSources } from './export-sources';
import { ExportStore } from './export-store';
import { Exporter, ExportJob } from './exporter';

/** Lists as files, small ones at once and large ones in the background. */
@Module({
  imports: [CampaignModule, ContactModule, ReplyModule, ReportModule, SuppressionModule],
  controllers: [ExportController],
  providers: [ExportKeeper, ExportNews, ExportService, ExportSources, ExportStore, Exporter],
})
export class ExportModule implements OnModuleInit {
  constructor(
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Exporter) private readonly exporter: Exporter,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.work<ExportJob>(EXPORT_QUEUE, {}, (job, context) =>
      this.exporter.run(job, context),
    );
  }
}
