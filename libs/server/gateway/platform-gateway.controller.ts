import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns, ReturnsMany, ReturnsPage } from '@belltower/core';
import {
  GatewayGaugeView,
  GatewayGrantsInput,
  GatewayInput,
  GatewayQuery,
  GatewayView,
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
} from '@nestjs/common';
import { GatewayCheck } from './gateway-check';
import { GatewayGauges } from './gateway-gauges';
import { GatewayService } from './gateway.service';

/** All gateways, for operators. */
@Controller('platform/gateways')
export class PlatformGatewayController {
  constructor(
    private readonly gateways: GatewayService,
    private readonly checks: GatewayCheck,
    private readonly gauges: GatewayGauges,
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

  @Post()
  @Allow('platform.write')
  @Returns(GatewayView)
  create(@CurrentUser() user: Principal, @Body() input: GatewayInput) {
    return this.gateways.create(user, null, input);
  }

  @Put(':id')
  @Allow('platform.write')
  @Returns(GatewayView)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: GatewayInput,
  ) {
    return this.gateways.replace(user, null, id, input);
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

  /** Asks the other side whether it can take calls; the answer is kept as status and last answer. */
  @Post(':id/check')
  @HttpCode(200)
  @Allow('platform.write')
  @Returns(GatewayView)
  async check(@Param('id', ParseIntPipe) id: number) {
    await this.gateways.get(null, id);
    await this.checks.check(id);
    return this.gateways.get(null, id);
  }
}
