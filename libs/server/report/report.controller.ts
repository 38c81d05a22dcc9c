import { Allow, CurrentUser, type Principal } from '@belltower/auth';
import { AnswersListing, ListingFormat, Returns, sendListing } from '@belltower/core';
import {
  CampaignReportView,
  CampaignStatisticsView,
  DailyQuery,
  DailyReportView,
  DashboardView,
  ExportFormat,
  ReportQuery,
} from '@belltower/dto';
import { Controller, Get, Inject, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CampaignReportService } from './campaign-report.service';
import { CampaignStatisticsService } from './campaign-statistics.service';
import { DailyService } from './daily.service';
import { DashboardService } from './dashboard.service';

@Controller()
export class ReportController {
  constructor(
    @Inject(DailyService) private readonly daily: DailyService,
    @Inject(DashboardService) private readonly dashboard: DashboardService,
    @Inject(CampaignStatisticsService) private readonly campaigns: CampaignStatisticsService,
    @Inject(CampaignReportService) private readonly campaignReports: CampaignReportService,
  ) {}

  /** Calls by hour, day, week, month, campaign, gateway or country, with a total that the rows add up to. */
  @Get('reports/daily')
  @Allow('report.read')
  @Returns(DailyReportView)
  report(@CurrentUser() user: Principal, @Query() query: DailyQuery) {
    return this.daily.report(user, query);
  }

  /** The same as a file; for people its last line is the total. */
  @Get('reports/daily.:format')
  @Allow('report.read')
  @AnswersListing()
  async export(
    @CurrentUser() user: Principal,
    @ListingFormat() format: ExportFormat,
    @Query() query: DailyQuery,
    @Res() response: Response,
  ) {
    await sendListing(response, await this.daily.listing(user, query), format);
  }

  /** A period's figures against the period before, over time and by hour of the week, and what goes on now. */
  @Get('reports/dashboard')
  @Allow('report.read')
  @Returns(DashboardView)
  show(@CurrentUser() user: Principal, @Query() query: ReportQuery) {
    return this.dashboard.show(user, query);
  }

  /** What has become of a campaign's calls, and the calls of its last minutes. */
  @Get('campaigns/:id/statistics')
  @Allow('report.read')
  @Returns(CampaignStatisticsView)
  statistics(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.campaigns.of(user, id);
  }

  /** One campaign from its beginning to now, as its report is printed: what was asked, and what has come of it. */
  @Get('campaigns/:id/report')
  @Allow('report.read')
  @Returns(CampaignReportView)
  campaignReport(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.campaignReports.of(user, id);
  }
}
