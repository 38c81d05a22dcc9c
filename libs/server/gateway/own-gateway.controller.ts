import { AccountService, Allow, CurrentUser, Principal } from '@belltower/auth';
import {
  Forbidden,
  IfMatch,
  Returns,
  ReturnsMany,
  ReturnsPage,
  sendLines,
  TakesIfMatch,
} from '@belltower/core';
import {
  GatewayGaugeView,
  GatewayInput,
  GatewayQuery,
  GatewayUseView,
  GatewayView,
  TestCallInput,
  TestCallView,
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
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { GatewayCheck } from './gateway-check';
import { GatewayGauges } from './gateway-gauges';
import { GatewayService } from './gateway.service';
import { TestCalls } from './test-call';

/** The gateways that the caller's account has brought, where the operators allow it to. */
@Controller('own-gateways')
export class OwnGatewayController {
  constructor(
    private readonly gateways: GatewayService,
    private readonly checks: GatewayCheck,
    private readonly gauges: GatewayGauges,
    private readonly accounts: AccountService,
    private readonly tests: TestCalls,
  ) {}

  @Get()
  @Allow('gateway.write')
  @ReturnsPage(GatewayView)
  list(@CurrentUser() { accountId }: Principal, @Query() query: GatewayQuery) {
    return this.gateways.list(accountId, query);
  }

  @Get('gauges')
  @Allow('gateway.write')
  @ReturnsMany(GatewayGaugeView)
  gaugesNow(@CurrentUser() { accountId }: Principal) {
    return this.gauges.list(accountId);
  }

  @Get(':id')
  @Allow('gateway.write')
  @Returns(GatewayView)
  get(@CurrentUser() { accountId }: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.gateways.get(accountId, id);
  }

  /** Who calls over it, and whether first or where others cannot. */
  @Get(':id/uses')
  @Allow('gateway.write')
  @ReturnsMany(GatewayUseView)
  uses(@CurrentUser() { accountId }: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.gateways.usesOf(accountId, id);
  }

  @Post()
  @Allow('gateway.write')
  @Returns(GatewayView)
  async create(@CurrentUser() user: Principal, @Body() input: GatewayInput) {
    const { mayAddGateways } = await this.accounts.get(user.accountId);
    if (!mayAddGateways) {
      throw new Forbidden(
        'gateway.adding-not-allowed',
        'Your account may not add gateways of its own. The operators of this installation can allow it.',
      );
    }
    return this.gateways.create(user, user.accountId, input);
  }

  @Put(':id')
  @TakesIfMatch()
  @Allow('gateway.write')
  @Returns(GatewayView)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: GatewayInput,
    @IfMatch() version?: string,
  ) {
    return this.gateways.replace(user, user.accountId, id, input, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('gateway.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.gateways.remove(user, user.accountId, id);
  }

  /** Asks the other side whether it can take calls or messages; the answer is kept as status and last answer. */
  @Post(':id/check')
  @HttpCode(200)
  @Allow('gateway.write')
  @Returns(GatewayView)
  async check(@CurrentUser() { accountId }: Principal, @Param('id', ParseIntPipe) id: number) {
    await this.gateways.get(accountId, id);
    await this.checks.check(id);
    return this.gateways.get(accountId, id);
  }

  /** Calls one number and answers when the call has ended, within a minute. */
  @Post(':id/test-call')
  @HttpCode(200)
  @Allow('gateway.write')
  @Returns(TestCallView)
  async testCall(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: TestCallInput,
  ) {
    const gateway = await this.gateways.toTry(user, user.accountId, id, input.number);
    return this.tests.place(gateway, input);
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
    @Body() input: TestCallInput,
    @Res() response: Response,
  ) {
    const gateway = await this.gateways.toTry(user, user.accountId, id, input.number);
    sendLines(response, await this.tests.follow(gateway, input));
  }
}
