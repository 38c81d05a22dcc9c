import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns } from '@belltower/core';
import { CampaignView, StopInput } from '@belltower/dto';
import { Body, Controller, HttpCode, Inject, Param, ParseIntPipe, Post } from '@nestjs/common';
import { CampaignActions } from './campaign.actions';
import { CampaignService } from './campaign.service';

/** Status changes. Asking twice is as good as once. */
@Controller('campaigns/:id')
export class CampaignActionController {
  constructor(
    @Inject(CampaignActions) private readonly actions: CampaignActions,
    @Inject(CampaignService) private readonly campaigns: CampaignService,
  ) {}

  /** Begins to call as soon as its schedule is open. */
  @Post('start')
  @HttpCode(200)
  @Allow('campaign.write')
  @Returns(CampaignView)
  async start(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    await this.actions.start(user, id);
    return this.campaigns.get(user, id);
  }

  /** No new call begins; those on the line go on. */
  @Post('pause')
  @HttpCode(200)
  @Allow('campaign.write')
  @Returns(CampaignView)
  async pause(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    await this.actions.pause(user, id);
    return this.campaigns.get(user, id);
  }

  @Post('resume')
  @HttpCode(200)
  @Allow('campaign.write')
  @Returns(CampaignView)
  async resume(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    await this.actions.resume(user, id);
    return this.campaigns.get(user, id);
  }

  /** Ends it for good; calls on the line go on unless they are to be hung up. */
  @Post('stop')
  @HttpCode(200)
  @Allow('campaign.write')
  @Returns(CampaignView)
  async stop(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: StopInput,
  ) {
    await this.actions.stop(user, id, input);
    return this.campaigns.get(user, id);
  }
}
