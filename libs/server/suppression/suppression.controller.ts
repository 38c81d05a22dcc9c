import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { AnswersListing, ListingFormat, Returns, ReturnsPage, sendListing } from '@belltower/core';
import {
  Affected,
  ExportFormat,
  OptOutQuery,
  OptOutView,
  SuppressionBulkInput,
  SuppressionInput,
  SuppressionManyInput,
  SuppressionManyView,
  SuppressionQuery,
  SuppressionView,
} from '@belltower/dto';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import type { Response } from 'express';
import { ofAccount } from './list-scope';
import { OptOuts } from './opt-outs';
import { SuppressionBulk } from './suppression-bulk';
import { SuppressionExport } from './suppression-export';
import { SuppressionService } from './suppression.service';

@Controller()
export class SuppressionController {
  constructor(
    private readonly suppressions: SuppressionService,
    private readonly bulk: SuppressionBulk,
    private readonly exports: SuppressionExport,
    private readonly optOuts: OptOuts,
  ) {}

  @Get('suppressions')
  @Allow('suppression.read')
  @ReturnsPage(SuppressionView)
  list(@CurrentUser() user: Principal, @Query() query: SuppressionQuery) {
    return this.suppressions.list(ofAccount(user.accountId), query);
  }

  /** All that match the filters, as a file with headings that an import recognises. */
  @Get('suppressions.:format')
  @Allow('suppression.read')
  @AnswersListing()
  async export(
    @CurrentUser() user: Principal,
    @ListingFormat() format: ExportFormat,
    @Query() query: SuppressionQuery,
    @Res() response: Response,
  ) {
    await sendListing(
      response,
      await this.exports.listing(user, ofAccount(user.accountId), query),
      format,
    );
  }

  @Get('suppressions/:id')
  @Allow('suppression.read')
  @Returns(SuppressionView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.suppressions.get(ofAccount(user.accountId), id);
  }

  @Post('suppressions')
  @Allow('suppression.write')
  @Returns(SuppressionView)
  create(@CurrentUser() user: Principal, @Body() input: SuppressionInput) {
    return this.suppressions.create(ofAccount(user.accountId), user, input);
  }

  /** Puts several numbers on a list at once; what is none is answered with the reason, and keeps out no other. */
  @Post('suppressions/many')
  @HttpCode(200)
  @Allow('suppression.write')
  @Returns(SuppressionManyView)
  createMany(@CurrentUser() user: Principal, @Body() input: SuppressionManyInput) {
    return this.suppressions.createMany(ofAccount(user.accountId), user, input);
  }

  /** Takes many numbers off their lists; answers how many. Opt-outs stay: they are on no list. */
  @Post('suppressions/remove')
  @HttpCode(200)
  @Allow('suppression.write')
  @Returns(Affected)
  async takeOff(@CurrentUser() user: Principal, @Body() input: SuppressionBulkInput) {
    return { affected: await this.bulk.takeOff(ofAccount(user.accountId), user, input) };
  }

  @Delete('suppressions/:id')
  @HttpCode(204)
  @Allow('suppression.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.suppressions.remove(ofAccount(user.accountId), user, id);
  }

  /** Who asked not to be reached again, by keypress or STOP. Nobody can delete them; START takes those by STOP back. */
  @Get('opt-outs')
  @Allow('suppression.read')
  @ReturnsPage(OptOutView)
  listOptOuts(@CurrentUser() user: Principal, @Query() query: OptOutQuery) {
    return this.optOuts.list(user.accountId, query);
  }
}
