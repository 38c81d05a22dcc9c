import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { AnswersListing, ListingFormat, Returns, ReturnsPage, sendListing } from '@belltower/core';
import {
  Affected,
  ExportFormat,
  PlatformBulkInput,
  PlatformManyInput,
  PlatformNumberInput,
  PlatformNumberQuery,
  PlatformNumberView,
  SuppressionManyView,
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
import { OF_PLATFORM } from './list-scope';
import { SuppressionBulk } from './suppression-bulk';
import { SuppressionExport } from './suppression-export';
import { SuppressionService } from './suppression.service';

/** Numbers that nobody on the platform may reach, for operators. */
@Controller()
export class PlatformNumberController {
  constructor(
    private readonly suppressions: SuppressionService,
    private readonly bulk: SuppressionBulk,
    private readonly exports: SuppressionExport,
  ) {}

  @Get('platform/suppressions')
  @Allow('platform.read')
  @ReturnsPage(PlatformNumberView)
  list(@Query() query: PlatformNumberQuery) {
    return this.suppressions.list(OF_PLATFORM, query);
  }

  /** All that match the filters, as a file with headings that an import recognises. */
  @Get('platform/suppressions.:format')
  @Allow('platform.read')
  @AnswersListing()
  async export(
    @CurrentUser() user: Principal,
    @ListingFormat() format: ExportFormat,
    @Query() query: PlatformNumberQuery,
    @Res() response: Response,
  ) {
    await sendListing(response, await this.exports.listing(user, OF_PLATFORM, query), format);
  }

  @Get('platform/suppressions/:id')
  @Allow('platform.read')
  @Returns(PlatformNumberView)
  get(@Param('id', ParseIntPipe) id: number) {
    return this.suppressions.get(OF_PLATFORM, id);
  }

  @Post('platform/suppressions')
  @Allow('platform.write')
  @Returns(PlatformNumberView)
  create(@CurrentUser() user: Principal, @Body() input: PlatformNumberInput) {
    return this.suppressions.create(OF_PLATFORM, user, input);
  }

  /** Puts several numbers on a list at once; what is none is answered with the reason, and keeps out no other. */
  @Post('platform/suppressions/many')
  @HttpCode(200)
  @Allow('platform.write')
  @Returns(SuppressionManyView)
  createMany(@CurrentUser() user: Principal, @Body() input: PlatformManyInput) {
    return this.suppressions.createMany(OF_PLATFORM, user, input);
  }

  /** Takes many numbers off their lists; answers how many. */
  @Post('platform/suppressions/remove')
  @HttpCode(200)
  @Allow('platform.write')
  @Returns(Affected)
  async takeOff(@CurrentUser() user: Principal, @Body() input: PlatformBulkInput) {
    return { affected: await this.bulk.takeOff(OF_PLATFORM, user, input) };
  }

  @Delete('platform/suppressions/:id')
  @HttpCode(204)
  @Allow('platform.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.suppressions.remove(OF_PLATFORM, user, id);
  }
}
