import { Allow, CurrentUser, type Principal } from '@belltower/auth';
import { AnswersListing, ListingFormat, Returns, ReturnsPage, sendListing } from '@belltower/core';
import {
  ExportFormat,
  MessageDetailView,
  MessageQuery,
  MessagesKeptView,
  MessageView,
} from '@belltower/dto';
import { Controller, Get, Inject, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { AttemptExport } from './attempt-export';
import { MESSAGE_EXPORT } from './message.columns';
import { MessageService } from './message.service';

@Controller()
export class MessageController {
  constructor(
    @Inject(MessageService) private readonly messages: MessageService,
    @Inject(AttemptExport) private readonly exports: AttemptExport,
  ) {}

  /** Messages that were handed over or refused, newest first: of the last 30 days, or of the period asked for. */
  @Get('messages')
  @Allow('report.read')
  @ReturnsPage(MessageView)
  list(@CurrentUser() user: Principal, @Query() query: MessageQuery) {
    return this.messages.list(user, query);
  }

  /** All that match the filters as a file: CSV or a workbook, in which no text is taken for a formula, or JSON Lines. */
  @Get('messages.:format')
  @Allow('report.read')
  @AnswersListing()
  async export(
    @CurrentUser() user: Principal,
    @ListingFormat() format: ExportFormat,
    @Query() query: MessageQuery,
    @Res() response: Response,
  ) {
    await sendListing(response, await this.exports.listing(MESSAGE_EXPORT, user, query), format);
  }

  /** From when on messages are kept: older ones are gone, only what they come to stays. */
  @Get('messages/kept')
  @Allow('report.read')
  @Returns(MessagesKeptView)
  kept() {
    return this.messages.kept();
  }

  /** One message with what was reported of it, and the other attempts to reach the same subscriber. */
  @Get('messages/:id')
  @Allow('report.read')
  @Returns(MessageDetailView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.messages.get(user, id);
  }
}
