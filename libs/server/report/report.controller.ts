import { Allow, CurrentUser, type Principal } from '@belltower/auth';
import { Returns, sendDownload } from '@belltower/core';
import {
  CampaignStatisticsView,
  DailyQuery,
  DailyReportView,
  DashboardView,
  ReportQuery,
} from '@belltower/dto';
import { Controller, Get, Inject, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { CampaignStatisticsService } from './campaign-statistics.service';
import { DailyService } from './daily.service';
import { DashboardService } from './dashboard.service';

@Controller()
export class ReportController {
  constructor(
    @Inject(DailyService) private readonly daily: DailyService,
    @Inject(DashboardService) private readonly dashboard: DashboardService,
    @Inject(CampaignStatisticsService) private readonly campaigns: CampaignStatisticsService,
  ) {}

  /** Calls by hour, day, week, month, campaign or gateway, with a total that the rows add up to. */
  @Get('reports/daily')
  @Allow('report.read')
  @Returns(DailyReportView)
  report(@CurrentUser() user: Principal, @Query() query: DailyQuery) {
    return this.daily.report(user, query);
  }

  /** The same as CSV; its last line is the total. */
  @Get('reports/daily.csv')
  @Allow('report.read')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  csv(@CurrentUser() user: Principal, @Query() query: DailyQuery, @Res() response: Response) {
    const file = { filename: `calls-by-${query.group}.csv`, type: 'text/csv; charset=utf-8' };
    return sendDownload(response, file, this.daily.csv(user, query));
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
}
