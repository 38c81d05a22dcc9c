import { Allow, CurrentUser, type Principal } from '@belltower/auth';
import { AnswersListing, ListingFormat, Returns, sendListing } from '@belltower/core';
import {
  CampaignMessageStatisticsView,
  ExportFormat,
  MessageCampaignReportView,
  MessageDailyQuery,
  MessageDailyReportView,
  MessageDashboardView,
  MessageReportQuery,
} from '@belltower/dto';
import { Controller, Get, Inject, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { MessageCampaignReportService } from './message-campaign-report.service';
import { MessageDailyService } from './message-daily.service';
import { MessageDashboardService } from './message-dashboard.service';
import { MessageStatisticsService } from './message-statistics.service';

@Controller()
export class MessageReportController {
  constructor(
    @Inject(MessageDailyService) private readonly daily: MessageDailyService,
    @Inject(MessageDashboardService) private readonly dashboard: MessageDashboardService,
    @Inject(MessageStatisticsService) private readonly campaigns: MessageStatisticsService,
    @Inject(MessageCampaignReportService)
    private readonly campaignReports: MessageCampaignReportService,
  ) {}

  /** Messages by time, campaign, gateway, country or error code, with a total that the rows add up to. */
  @Get('reports/messages/daily')
  @Allow('report.read')
  @Returns(MessageDailyReportView)
  report(@CurrentUser() user: Principal, @Query() query: MessageDailyQuery) {
    return this.daily.report(user, query);
  }

  /** The same as a file; for people its last line is the total. */
  @Get('reports/messages/daily.:format')
  @Allow('report.read')
  @AnswersListing()
  async export(
    @CurrentUser() user: Principal,
    @ListingFormat() format: ExportFormat,
    @Query() query: MessageDailyQuery,
    @Res() response: Response,
  ) {
    await sendListing(response, await this.daily.listing(user, query), format);
  }

  /** A period's messages against the period before, over time, by gateway and by error code. */
  @Get('reports/messages/dashboard')
  @Allow('report.read')
  @Returns(MessageDashboardView)
  show(@CurrentUser() user: Principal, @Query() query: MessageReportQuery) {
    return this.dashboard.show(user, query);
  }

  /** What has become of a campaign's messages, and those of its last minutes. */
  @Get('campaigns/:id/message-statistics')
  @Allow('report.read')
  @Returns(CampaignMessageStatisticsView)
  statistics(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.campaigns.of(user, id);
  }

  /** One campaign of messages from its beginning to now, as its report is printed. */
  @Get('campaigns/:id/message-report')
  @Allow('report.read')
  @Returns(MessageCampaignReportView)
  campaignReport(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.campaignReports.of(user, id);
  }
}
