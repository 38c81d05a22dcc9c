import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { IfMatch, Returns, ReturnsMany, ReturnsPage, TakesIfMatch } from '@belltower/core';
import {
  CampaignActivityView,
  CampaignEffectView,
  CampaignEstimateInput,
  CampaignEstimateView,
  CampaignInput,
  CampaignQuery,
  CampaignTimelineQuery,
  CampaignTimelineView,
  CampaignView,
  MessagePreviewInput,
  MessagePreviewView,
  PageQuery,
  PlaceholderQuery,
  PlaceholderView,
} from '@belltower/dto';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseIntPipe,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import { CampaignActivity } from './campaign.activity';
import { CampaignOutlook } from './campaign.outlook';
import { CampaignPlaceholders } from './campaign.placeholders';
import { CampaignService } from './campaign.service';
import { MessagePreview } from './message-preview';

@Controller('campaigns')
export class CampaignController {
  constructor(
    @Inject(CampaignService) private readonly campaigns: CampaignService,
    @Inject(CampaignActivity) private readonly activity: CampaignActivity,
    @Inject(CampaignOutlook) private readonly outlook: CampaignOutlook,
    @Inject(CampaignPlaceholders) private readonly offer: CampaignPlaceholders,
    @Inject(MessagePreview) private readonly preview: MessagePreview,
  ) {}

  @Get()
  @Allow('campaign.read')
  @ReturnsPage(CampaignView)
  list(@CurrentUser() user: Principal, @Query() query: CampaignQuery) {
    return this.campaigns.list(user, query);
  }

  /** Campaigns whose dates touch a period, in order of their start. */
  @Get('timeline')
  @Allow('campaign.read')
  @ReturnsMany(CampaignTimelineView)
  timeline(@CurrentUser() user: Principal, @Query() query: CampaignTimelineQuery) {
    return this.outlook.timeline(user, query);
  }

  /** What texts may say about each person: fields of contacts, and the variables that those of some phonebooks have. */
  @Get('placeholders')
  @Allow('campaign.read')
  @ReturnsMany(PlaceholderView)
  placeholders(@CurrentUser() user: Principal, @Query() query: PlaceholderQuery) {
    return this.offer.of(user, query);
  }

  /** What a text message would be for people of some phonebooks, and what it comes to for all of them. Saves nothing. */
  @Post('message-preview')
  @HttpCode(200)
  @Allow('campaign.write')
  @Returns(MessagePreviewView)
  messagePreview(@CurrentUser() user: Principal, @Body() input: MessagePreviewInput) {
    return this.preview.of(user, input);
  }

  /** How long a campaign would take. Saves nothing. */
  @Post('estimate')
  @HttpCode(200)
  @Allow('campaign.write')
  @Returns(CampaignEstimateView)
  estimate(@CurrentUser() user: Principal, @Body() input: CampaignEstimateInput) {
    return this.outlook.estimate(user, input);
  }

  @Get(':id')
  @Allow('campaign.read')
  @Returns(CampaignView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.campaigns.get(user, id);
  }

  /** Makes a draft; nobody is called before it is started. */
  @Post()
  @Allow('campaign.write')
  @Returns(CampaignView)
  create(@CurrentUser() user: Principal, @Body() input: CampaignInput) {
    return this.campaigns.create(user, input);
  }

  /** While it is running or paused, only pace, channels, retries, schedule and message may differ. */
  @Put(':id')
  @TakesIfMatch()
  @Allow('campaign.write')
  @Returns(CampaignView)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: CampaignInput,
    @IfMatch() version?: string,
  ) {
    return this.campaigns.replace(user, id, input, version);
  }

  /** Its subscribers go too; its calls stay in the reports. Refused while it is running. */
  @Delete(':id')
  @HttpCode(204)
  @Allow('campaign.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.campaigns.remove(user, id);
  }

  /** A new draft with everything but the history. */
  @Post(':id/duplicate')
  @Allow('campaign.write')
  @Returns(CampaignView)
  duplicate(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.campaigns.duplicate(user, id);
  }

  /** What saving this would do to a campaign under way. Saves nothing. */
  @Post(':id/effects')
  @HttpCode(200)
  @Allow('campaign.write')
  @ReturnsMany(CampaignEffectView)
  effects(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: CampaignInput,
  ) {
    return this.outlook.effects(user, id, input);
  }

  @Get(':id/activity')
  @Allow('campaign.read')
  @ReturnsPage(CampaignActivityView)
  log(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Query() query: PageQuery,
  ) {
    return this.activity.list(user, id, query);
  }
}
