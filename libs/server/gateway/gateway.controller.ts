import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns, ReturnsMany, ReturnsPage } from '@belltower/core';
import { GatewayDriverView, GatewayQuery, GrantedGatewayView } from '@belltower/dto';
import { Controller, Get, Param, ParseIntPipe, Query } from '@nestjs/common';
import { DriverSettings } from './driver-settings';
import { GrantedGateways } from './granted-gateways';

/** The gateways that the caller's account may use. */
@Controller('gateways')
export class GatewayController {
  constructor(private readonly gateways: GrantedGateways) {}

  @Get()
  @Allow('gateway.read')
  @ReturnsPage(GrantedGatewayView)
  list(@CurrentUser() user: Principal, @Query() query: GatewayQuery) {
    return this.gateways.list(user, query);
  }

  @Get(':id')
  @Allow('gateway.read')
  @Returns(GrantedGatewayView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.gateways.get(user, id);
  }
}

/** The kinds of gateways that can be added, each with its settings. */
@Controller('gateway-drivers')
export class GatewayDriverController {
  constructor(private readonly settings: DriverSettings) {}

  @Get()
  @Allow('gateway.read')
  @ReturnsMany(GatewayDriverView)
  list(): GatewayDriverView[] {
    return this.settings.drivers().map(({ key, label, channel, simulated, settings, secrets }) => ({
      key,
      label,
      channel,
      simulated,
      settings: { ...new settings() },
      secrets: [...secrets],
    }));
  }
}
