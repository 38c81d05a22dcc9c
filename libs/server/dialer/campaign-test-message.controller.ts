import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns, sendLines } from '@belltower/core';
import { CampaignTestMessageInput, TestMessageView } from '@belltower/dto';
import { Body, Controller, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { CampaignTestMessages } from './campaign-test-messages';

/** Test messages of campaigns. */
@Controller('campaigns')
export class CampaignTestMessageController {
  constructor(private readonly tests: CampaignTestMessages) {}

  /**
   * Sends one number what the campaign would, and answers when it is known what has become of it, within a minute or so.
   * It counts nowhere, and leaves nothing behind.
   */
  @Post(':id/test-message')
  @HttpCode(200)
  @Allow('gateway.write')
  @Returns(TestMessageView)
  testMessage(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: CampaignTestMessageInput,
  ) {
    return this.tests.send(user, id, input);
  }

  /** The same, told as it comes: one JSON object a line, each with an event, the last one with the result. */
  @Post(':id/test-message/live')
  @HttpCode(200)
  @Allow('gateway.write')
  @ApiOkResponse({ content: { 'application/x-ndjson': { schema: { type: 'string' } } } })
  async testMessageLive(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: CampaignTestMessageInput,
    @Res() response: Response,
  ) {
    sendLines(response, await this.tests.follow(user, id, input));
  }
}
