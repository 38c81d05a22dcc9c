import { CampaignModule } from '@belltower/campaign';
import { Module } from '@nestjs/common';
import { CallController } from './call.controller';
import { CallCount } from './call-count';
import { CallExport } from './call-export';
import { CallRetention } from './call-retention';
import { CallService } from './call.service';
import { CampaignReportService } from './campaign-report.service';
import { CampaignStatisticsService } from './campaign-statistics.service';
import { DailyService } from './daily.service';
import { DashboardService } from './dashboard.service';
import { Recordings } from './recordings';
import { ReportController } from './report.controller';
import { StepCloser } from './step-closer';
import { TotalsChecker } from './totals-checker';
import { TotalsController } from './totals.controller';
import { TotalsService } from './totals.service';

/** Calls and what they add up to. It reads the tables of every module and writes none but sums. */
@Module({
  imports: [CampaignModule],
  controllers: [CallController, ReportController, TotalsController],
  providers: [
    CallCount,
    CallExport,
    CallRetention,
    CallService,
    CampaignReportService,
    CampaignStatisticsService,
    DailyService,
    DashboardService,
    Recordings,
    StepCloser,
    TotalsChecker,
    TotalsService,
  ],
  exports: [CallExport, DailyService],
})
export class ReportModule {}
