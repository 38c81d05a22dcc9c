import { AudioModule } from '@belltower/audio';
import {
  asterisk,
  freeswitch,
  simulator,
  sip,
  TelephonyDriver,
  TelephonyDrivers,
} from '@belltower/telephony';
import { BeforeApplicationShutdown, Inject, Module } from '@nestjs/common';
import { GatewayLines } from './dial-gateway';
import { DriverSettings } from './driver-settings';
import { GatewayCheck } from './gateway-check';
import { GatewayGauges } from './gateway-gauges';
import { HeldLines } from './gateway-lines';
import { GatewayLedger } from './gateway-ledger';
import { GatewayNews } from './gateway-news';
import { GatewayUses } from './gateway-uses';
import { GatewayController, GatewayDriverController } from './gateway.controller';
import { GatewayService } from './gateway.service';
import { GrantedGateways } from './granted-gateways';
import { OwnGatewayController } from './own-gateway.controller';
import { PlatformGatewayController } from './platform-gateway.controller';
import { TestCalls } from './test-call';

/** The drivers of this installation: a new one is a folder in `telephony`, a line here and one in the contract. */
const DRIVERS = [simulator, sip, freeswitch, asterisk] as TelephonyDriver[];

/** Routes to the phone network: who owns them, who may use them, and this process's connections. */
@Module({
  imports: [AudioModule],
  controllers: [
    GatewayController,
    GatewayDriverController,
    OwnGatewayController,
    PlatformGatewayController,
  ],
  providers: [
    DriverSettings,
    GatewayCheck,
    GatewayGauges,
    GatewayLedger,
    GatewayNews,
    GatewayService,
    GatewayUses,
    GrantedGateways,
    TestCalls,
    HeldLines,
    { provide: GatewayLines, useExisting: HeldLines },
    { provide: TelephonyDrivers, useValue: new TelephonyDrivers(DRIVERS) },
  ],
  exports: [GatewayCheck, GatewayLines, GatewayService, GatewayUses, TelephonyDrivers, TestCalls],
})
export class GatewayModule implements BeforeApplicationShutdown {
  constructor(@Inject(GatewayLines) private readonly lines: GatewayLines) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.lines.close();
  }
}
