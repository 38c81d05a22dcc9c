import { Allow, CurrentUser, type Principal } from '@belltower/auth';
import { Returns, ReturnsMany } from '@belltower/core';
import { TotalsCheckInput, TotalsCheckView } from '@belltower/dto';
import { Body, Controller, Get, Inject, Param, ParseIntPipe, Post } from '@nestjs/common';
import { TotalsService } from './totals.service';

/** Whether the sums that reports and campaigns read are what their rows come to, for operators. */
@Controller('platform/totals-checks')
export class TotalsController {
  constructor(@Inject(TotalsService) private readonly totals: TotalsService) {}

  /** The last 20 checks, newest first. */
  @Get()
  @Allow('platform.read')
  @ReturnsMany(TotalsCheckView)
  list() {
    return this.totals.list();
  }

  /** How far a check is, and what it has found. */
  @Get(':id')
  @Allow('platform.read')
  @Returns(TotalsCheckView)
  get(@Param('id', ParseIntPipe) id: number) {
    return this.totals.get(id);
  }

  /** Counts calls and messages anew in the background and tells where sums differ; with `repair` it puts them right. */
  @Post()
  @Allow('platform.write')
  @Returns(TotalsCheckView)
  start(@CurrentUser() user: Principal, @Body() input: TotalsCheckInput) {
    return this.totals.start(user, input);
  }
}
