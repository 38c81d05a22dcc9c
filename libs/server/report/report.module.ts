import { Module } from '@nestjs/common';
import { AccountZone } from './account-zone';
import { CallController } from './call.controller';
import { CallCount } from './call-count';
import { CallExport } from './call-export';
import { CallService } from './call.service';
import { CampaignStatisticsService } from './campaign-statistics.service';
import { DailyService } from './daily.service';
import { DashboardService } from './dashboard.service';
import { ReportController } from './report.controller';

/** Calls and what they add up to. It reads the tables of every module and writes none. */
@Module({
  controllers: [CallController, ReportController],
  providers: [
    AccountZone,
    CallCount,
    CallExport,
    CallService,
    CampaignStatisticsService,
    DailyService,
    DashboardService,
  ],
})
export class ReportModule {}
