import { Allow, CurrentUser, Principal } from '@belltower/auth';
import {
  IfMatch,
  Returns,
  ReturnsMany,
  ReturnsPage,
  sendDownload,
  sendLines,
  TakesIfMatch,
} from '@belltower/core';
import {
  GatewayGaugeView,
  GatewayGrantsInput,
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
import { GatewayLedger } from './gateway-ledger';
import { GatewayService } from './gateway.service';
import { TestCalls } from './test-call';

const TEXT = { schema: { type: 'string' } } as const;

/** All gateways, for operators. */
@Controller('platform/gateways')
export class PlatformGatewayController {
  constructor(
    private readonly gateways: GatewayService,
    private readonly checks: GatewayCheck,
    private readonly gauges: GatewayGauges,
    private readonly ledger: GatewayLedger,
    private readonly tests: TestCalls,
  ) {}

  @Get()
  @Allow('platform.read')
  @ReturnsPage(GatewayView)
  list(@Query() query: GatewayQuery) {
    return this.gateways.list(null, query);
  }

  /** What each carries at this moment; a gateway that no dialer watches is left out. */
  @Get('gauges')
  @Allow('platform.read')
  @ReturnsMany(GatewayGaugeView)
  gaugesNow() {
    return this.gauges.list(null);
  }

  @Get(':id')
  @Allow('platform.read')
  @Returns(GatewayView)
  get(@Param('id', ParseIntPipe) id: number) {
    return this.gateways.get(null, id);
  }

  /** Who calls over it, and whether first or where others cannot. */
  @Get(':id/uses')
  @Allow('platform.read')
  @ReturnsMany(GatewayUseView)
  uses(@Param('id', ParseIntPipe) id: number) {
    return this.gateways.usesOf(null, id);
  }

  @Post()
  @Allow('platform.write')
  @Returns(GatewayView)
  create(@CurrentUser() user: Principal, @Body() input: GatewayInput) {
    return this.gateways.create(user, null, input);
  }

  @Put(':id')
  @TakesIfMatch()
  @Allow('platform.write')
  @Returns(GatewayView)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: GatewayInput,
    @IfMatch() version?: string,
  ) {
    return this.gateways.replace(user, null, id, input, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('platform.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.gateways.remove(user, null, id);
  }

  /** Lets exactly these accounts use it; one that still needs it keeps it, and the request is refused. */
  @Put(':id/grants')
  @Allow('platform.write')
  @Returns(GatewayView)
  grant(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() { accountIds }: GatewayGrantsInput,
  ) {
    return this.gateways.grant(user, id, accountIds);
  }

  /** Asks the other side whether it can take calls or messages; the answer is kept as status and last answer. */
  @Post(':id/check')
  @HttpCode(200)
  @Allow('platform.write')
  @Returns(GatewayView)
  async check(@Param('id', ParseIntPipe) id: number) {
    await this.gateways.get(null, id);
    await this.checks.check(id);
    return this.gateways.get(null, id);
  }

  /** Calls one number and answers when the call has ended, within a minute. */
  @Post(':id/test-call')
  @HttpCode(200)
  @Allow('platform.write')
  @Returns(TestCallView)
  async testCall(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: TestCallInput,
  ) {
    const gateway = await this.gateways.toTry(user, null, id, input.number);
    return this.tests.place(gateway, input);
  }

  /**
   * The same, told while it lasts: one JSON object a line, each with an event, the last one with the result. Whoever
   * closes the connection hangs up.
   */
  @Post(':id/test-call/live')
  @HttpCode(200)
  @Allow('platform.write')
  @ApiOkResponse({ content: { 'application/x-ndjson': TEXT } })
  async testCallLive(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: TestCallInput,
    @Res() response: Response,
  ) {
    const gateway = await this.gateways.toTry(user, null, id, input.number);
    sendLines(response, await this.tests.follow(gateway, input));
  }

  /** What a simulated gateway was asked to dial or send and what became of it, by its own record. */
  @Get(':id/ledger.csv')
  @Allow('platform.read')
  @ApiOkResponse({ content: { 'text/csv': TEXT } })
  async ledgerCsv(@Param('id', ParseIntPipe) id: number, @Res() response: Response) {
    const gateway = await this.gateways.get(null, id);
    const file = { filename: `gateway-${id}-ledger.csv`, type: 'text/csv; charset=utf-8' };
    return sendDownload(response, file, this.ledger.csv(gateway));
  }

  /** The same, one JSON object a line. */
  @Get(':id/ledger.jsonl')
  @Allow('platform.read')
  @ApiOkResponse({ content: { 'application/x-ndjson': TEXT } })
  async ledgerJsonLines(@Param('id', ParseIntPipe) id: number, @Res() response: Response) {
    const gateway = await this.gateways.get(null, id);
    const file = {
      filename: `gateway-${id}-ledger.jsonl`,
      type: 'application/x-ndjson; charset=utf-8',
    };
    return sendDownload(response, file, this.ledger.jsonLines(gateway));
  }
}
