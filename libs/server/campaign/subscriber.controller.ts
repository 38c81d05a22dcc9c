import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { AnswersListing, ListingFormat, Returns, ReturnsPage, sendListing } from '@belltower/core';
import {
  Affected,
  ExportFormat,
  SubscriberBulkInput,
  SubscriberChoice,
  SubscriberQuery,
  SubscriberRetryView,
  SubscriberView,
} from '@belltower/dto';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import type { Response } from 'express';
import { SubscriberBulk } from './subscriber.bulk';
import { SubscriberExport } from './subscriber.export';
import { SubscriberRetries } from './subscriber.retries';
import { SubscriberService } from './subscriber.service';

@Controller()
export class SubscriberController {
  constructor(
    @Inject(SubscriberService) private readonly subscribers: SubscriberService,
    @Inject(SubscriberBulk) private readonly bulk: SubscriberBulk,
    @Inject(SubscriberExport) private readonly exports: SubscriberExport,
    @Inject(SubscriberRetries) private readonly retries: SubscriberRetries,
  ) {}

  @Get('subscribers')
  @Allow('campaign.read')
  @ReturnsPage(SubscriberView)
  list(@CurrentUser() user: Principal, @Query() query: SubscriberQuery) {
    return this.subscribers.list(user, query);
  }

  /** All that match the filters, as a file. */
  @Get('subscribers.:format')
  @Allow('campaign.read')
  @AnswersListing()
  async export(
    @CurrentUser() user: Principal,
    @ListingFormat() format: ExportFormat,
    @Query() query: SubscriberQuery,
    @Res() response: Response,
  ) {
    await sendListing(response, await this.exports.listing(user, query), format);
  }

  @Get('subscribers/:id')
  @Allow('campaign.read')
  @Returns(SubscriberView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.subscribers.get(user, id);
  }

  /** Calls again at once, or takes out of the campaign. Those for whom it makes no sense are left alone. */
  @Post('subscribers/bulk')
  @HttpCode(200)
  @Allow('campaign.write')
  @Returns(Affected)
  many(@CurrentUser() user: Principal, @Body() input: SubscriberBulkInput) {
    return this.bulk.run(user, input);
  }

  /** What calling these again at once would do with them. Changes nothing. */
  @Post('subscribers/retries')
  @HttpCode(200)
  @Allow('campaign.write')
  @Returns(SubscriberRetryView)
  foresee(@CurrentUser() user: Principal, @Body() input: SubscriberChoice) {
    return this.retries.of(user, input);
  }
}
