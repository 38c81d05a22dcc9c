import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns, sendLines } from '@belltower/core';
import { CampaignTestCallInput, TestCallView } from '@belltower/dto';
import { Body, Controller, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { CampaignTestCalls } from './campaign-test-calls';

/** Test calls of campaigns. */
@Controller('campaigns')
export class CampaignTestCallController {
  constructor(private readonly tests: CampaignTestCalls) {}

  /**
   * Calls one number as the campaign would, and answers when the call has ended. It counts nowhere: nobody is opted out,
   * and neither answers nor recordings are kept.
   */
  @Post(':id/test-call')
  @HttpCode(200)
  @Allow('gateway.write')
  @Returns(TestCallView)
  testCall(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: CampaignTestCallInput,
  ) {
    return this.tests.place(user, id, input);
  }

  /**
   * The same, told while it lasts: one JSON object a line, each with an event, the last one with the result. Whoever
   * closes the connection hangs up.
   */
  @Post(':id/test-call/live')
  @HttpCode(200)
  @Allow('gateway.write')
  @ApiOkResponse({ content: { 'application/x-ndjson': { schema: { type: 'string' } } } })
  async testCallLive(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: CampaignTestCallInput,
    @Res() response: Response,
  ) {
    sendLines(response, await this.tests.follow(user, id, input));
  }
}
