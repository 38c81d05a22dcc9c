import { CampaignModule } from '@belltower/campaign';
import { GatewayModule } from '@belltower/gateway';
import { Module } from '@nestjs/common';
import { AttemptCount } from './attempt-count';
import { AttemptExport } from './attempt-export';
import { AttemptList } from './attempt-list';
import { CallController } from './call.controller';
import { CallService } from './call.service';
import { CampaignReportService } from './campaign-report.service';
import { CampaignReports } from './campaign-reports';
import { CampaignStatisticsService } from './campaign-statistics.service';
import { DailyRows } from './daily-rows';
import { DailyService } from './daily.service';
import { DashboardService } from './dashboard.service';
import { GatewayMessages } from './gateway-messages';
import {
  OwnGatewayMessagesController,
  PlatformGatewayMessagesController,
} from './gateway-messages.controller';
import { MessageCampaignReportService } from './message-campaign-report.service';
import { MessageController } from './message.controller';
import { MessageDailyService } from './message-daily.service';
import { MessageDashboardService } from './message-dashboard.service';
import { MessageReportController } from './message-report.controller';
import { MessageService } from './message.service';
import { MessageStatisticsService } from './message-statistics.service';
import { Recordings } from './recordings';
import { ReportController } from './report.controller';
import { Retention } from './retention';
import { StepCloser } from './step-closer';
import { TotalsChecker } from './totals-checker';
import { TotalsController } from './totals.controller';
import { TotalsService } from './totals.service';

/** Calls and messages, and what they add up to. It reads the tables of every module and writes none but sums. */
@Module({
  imports: [CampaignModule, GatewayModule],
  controllers: [
    CallController,
    MessageController,
    MessageReportController,
    OwnGatewayMessagesController,
    PlatformGatewayMessagesController,
    ReportController,
    TotalsController,
  ],
  providers: [
    AttemptCount,
    AttemptExport,
    AttemptList,
    CallService,
    CampaignReportService,
    CampaignReports,
    CampaignStatisticsService,
    DailyRows,
    DailyService,
    DashboardService,
    GatewayMessages,
    MessageCampaignReportService,
    MessageDailyService,
    MessageDashboardService,
    MessageService,
    MessageStatisticsService,
    Recordings,
    Retention,
    StepCloser,
    TotalsChecker,
    TotalsService,
  ],
  exports: [AttemptExport, DailyService, MessageDailyService],
})
export class ReportModule {}
