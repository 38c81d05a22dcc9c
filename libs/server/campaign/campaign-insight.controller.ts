import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns, ReturnsMany } from '@belltower/core';
import {
  CampaignExplanationQuery,
  CampaignExplanationView,
  CampaignForecastView,
  CampaignGatewayView,
  CampaignHoldView,
} from '@belltower/dto';
import { Controller, Get, Inject, Param, ParseIntPipe, Query } from '@nestjs/common';
import { CampaignExplanation } from './campaign.explanation';
import { CampaignForecast } from './campaign.forecast';
import { CampaignGateways } from './campaign.gateways';
import { CampaignHolds } from './campaign.holds';

/** What a campaign does or would do, and why not more. Reads only. */
@Controller('campaigns/:id')
export class CampaignInsightController {
  constructor(
    @Inject(CampaignHolds) private readonly holds: CampaignHolds,
    @Inject(CampaignExplanation) private readonly explanation: CampaignExplanation,
    @Inject(CampaignForecast) private readonly forecasts: CampaignForecast,
    @Inject(CampaignGateways) private readonly gateways: CampaignGateways,
  ) {}

  /** Why it, or part of it, is not being called at this moment. */
  @Get('holds')
  @Allow('campaign.read')
  @ReturnsMany(CampaignHoldView)
  why(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.holds.of(user, id);
  }

  /** Why it calls, or does not call, one number, whether that is in the campaign or not. */
  @Get('explain')
  @Allow('campaign.read')
  @Returns(CampaignExplanationView)
  explain(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Query() { number }: CampaignExplanationQuery,
  ) {
    return this.explanation.of(user, id, number ?? '');
  }

  /** Whom it would call if it were started now, how fast, and until when. */
  @Get('forecast')
  @Allow('campaign.read')
  @Returns(CampaignForecastView)
  forecast(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.forecasts.of(user, id);
  }

  /** Its gateways in order of preference, and which of them it uses now. */
  @Get('gateways')
  @Allow('campaign.read')
  @ReturnsMany(CampaignGatewayView)
  inUse(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.gateways.of(user, id);
  }
}
