import { Allow, CurrentUser, type Principal } from '@belltower/auth';
import { AnswersListing, ListingFormat, Returns, ReturnsPage, sendListing } from '@belltower/core';
import {
  Affected,
  ExportFormat,
  ReplyQuery,
  ReplyReadInput,
  ReplyView,
  UnreadRepliesView,
} from '@belltower/dto';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import type { Response } from 'express';
import { ReplyExport } from './reply-export';
import { ReplyService } from './reply.service';

/** What people have answered to messages. */
@Controller()
export class ReplyController {
  constructor(
    private readonly replies: ReplyService,
    private readonly exports: ReplyExport,
  ) {}

  @Get('replies')
  @Allow('report.read')
  @ReturnsPage(ReplyView)
  list(@CurrentUser() user: Principal, @Query() query: ReplyQuery) {
    return this.replies.list(user, query);
  }

  /** All that match the filters, as a file. */
  @Get('replies.:format')
  @Allow('report.read')
  @AnswersListing()
  async export(
    @CurrentUser() user: Principal,
    @ListingFormat() format: ExportFormat,
    @Query() query: ReplyQuery,
    @Res() response: Response,
  ) {
    await sendListing(response, await this.exports.listing(user, query), format);
  }

  @Get('replies/unread')
  @Allow('report.read')
  @Returns(UnreadRepliesView)
  async unread(@CurrentUser() user: Principal) {
    return { unread: await this.replies.unread(user) };
  }

  @Get('replies/:id')
  @Allow('report.read')
  @Returns(ReplyView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.replies.get(user, id);
  }

  /** Marks replies as read for everybody in the account, or as unread after all. */
  @Post('replies/read')
  @HttpCode(200)
  @Allow('campaign.write')
  @Returns(Affected)
  async mark(@CurrentUser() user: Principal, @Body() input: ReplyReadInput) {
    return { affected: await this.replies.mark(user, input) };
  }
}
