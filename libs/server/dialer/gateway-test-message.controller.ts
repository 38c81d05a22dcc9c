import { Allow, CurrentUser, type Principal } from '@belltower/auth';
import { Returns, sendLines } from '@belltower/core';
import { TestMessageInput, TestMessageView } from '@belltower/dto';
import { callerIdShown, GatewayRecord, GatewayService, Owner } from '@belltower/gateway';
import { Body, Controller, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { TestMessages } from './test-messages';

const LINES = { content: { 'application/x-ndjson': { schema: { type: 'string' } } } } as const;

/** What the routes of both kinds of gateways have in common. */
abstract class GatewayTestMessages {
  constructor(
    private readonly gateways: GatewayService,
    private readonly tests: TestMessages,
  ) {}

  protected async send(user: Principal, owner: Owner, id: number, input: TestMessageInput) {
    const gateway = await this.gateways.toTry(user, owner, id, input.number);
    return this.tests.send(gateway, messageOver(gateway, input));
  }

  protected async follow(
    user: Principal,
    owner: Owner,
    { id, input }: { id: number; input: TestMessageInput },
    response: Response,
  ) {
    const gateway = await this.gateways.toTry(user, owner, id, input.number);
    sendLines(response, await this.tests.follow(gateway, messageOver(gateway, input)));
  }
}

function messageOver(gateway: GatewayRecord, { number, text }: TestMessageInput) {
  return { number, text, sender: callerIdShown(gateway, null) };
}

/** Test messages over gateways that the caller's account has brought. */
@Controller('own-gateways')
export class OwnGatewayTestMessageController extends GatewayTestMessages {
  constructor(gateways: GatewayService, tests: TestMessages) {
    super(gateways, tests);
  }

  /** Sends one message and answers when it is known what has become of it, within a minute or so. It counts nowhere. */
  @Post(':id/test-message')
  @HttpCode(200)
  @Allow('gateway.write')
  @Returns(TestMessageView)
  testMessage(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: TestMessageInput,
  ) {
    return this.send(user, user.accountId, id, input);
  }

  /** The same, told as it comes: one JSON object a line, each with an event, the last one with the result. */
  @Post(':id/test-message/live')
  @HttpCode(200)
  @Allow('gateway.write')
  @ApiOkResponse(LINES)
  testMessageLive(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: TestMessageInput,
    @Res() response: Response,
  ) {
    return this.follow(user, user.accountId, { id, input }, response);
  }
}

/** Test messages over any gateway, for operators. */
@Controller('platform/gateways')
export class PlatformGatewayTestMessageController extends GatewayTestMessages {
  constructor(gateways: GatewayService, tests: TestMessages) {
    super(gateways, tests);
  }

  /** Sends one message and answers when it is known what has become of it, within a minute or so. It counts nowhere. */
  @Post(':id/test-message')
  @HttpCode(200)
  @Allow('platform.write')
  @Returns(TestMessageView)
  testMessage(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: TestMessageInput,
  ) {
    return this.send(user, null, id, input);
  }

  /** The same, told as it comes: one JSON object a line, each with an event, the last one with the result. */
  @Post(':id/test-message/live')
  @HttpCode(200)
  @Allow('platform.write')
  @ApiOkResponse(LINES)
  testMessageLive(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: TestMessageInput,
    @Res() response: Response,
  ) {
    return this.follow(user, null, { id, input }, response);
  }
}
