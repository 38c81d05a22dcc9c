import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns, ReturnsMany } from '@belltower/core';
import { CampaignRestInput, CampaignView, RestOutcomeView } from '@belltower/dto';
import { Body, Controller, Get, Inject, Param, ParseIntPipe, Post } from '@nestjs/common';
import { CampaignRest } from './campaign.rest';

/** What an ended campaign has left, and calling it again. */
@Controller('campaigns/:id/rest')
export class CampaignRestController {
  constructor(@Inject(CampaignRest) private readonly rest: CampaignRest) {}

  /** How it left its numbers, and how many of each could be called again. */
  @Get()
  @Allow('campaign.read')
  @ReturnsMany(RestOutcomeView)
  left(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.rest.left(user, id);
  }

  /** Makes a draft like it, which calls exactly those that it left so. */
  @Post()
  @Allow('campaign.write')
  @Returns(CampaignView)
  callAgain(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: CampaignRestInput,
  ) {
    return this.rest.callAgain(user, id, input);
  }
}
