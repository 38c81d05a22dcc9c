import { AudioModule } from '@belltower/audio';
import { Config, Outbound } from '@belltower/core';
import {
  httpSms,
  MessagingDriver,
  MessagingDrivers,
  smppDriver,
  smsSimulator,
} from '@belltower/messaging';
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
import { MessagingLineMaker, VoiceLineMaker } from './line-makers';
import { MessageReceiver } from './message-receiver';
import { OwnGatewayController } from './own-gateway.controller';
import { PlatformGatewayController } from './platform-gateway.controller';
import { TestCalls } from './test-call';
import { WebhookController } from './webhook.controller';

/** The drivers of this installation: a new one is a folder in `telephony`, a line here and one in the contract. */
const DRIVERS = [simulator, sip, freeswitch, asterisk] as TelephonyDriver[];
/** The same of messages. */
const MESSAGE_DRIVERS = [smsSimulator, httpSms, smppDriver] as MessagingDriver[];

/** Routes to the phone network and to SMS: who owns them, who may use them, and this process's connections. */
@Module({
  imports: [AudioModule],
  controllers: [
    GatewayController,
    GatewayDriverController,
    OwnGatewayController,
    PlatformGatewayController,
    WebhookController,
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
    MessageReceiver,
    MessagingLineMaker,
    VoiceLineMaker,
    HeldLines,
    { provide: GatewayLines, useExisting: HeldLines },
    { provide: TelephonyDrivers, useValue: new TelephonyDrivers(DRIVERS) },
    { provide: MessagingDrivers, useValue: new MessagingDrivers(MESSAGE_DRIVERS) },
    {
      provide: Outbound,
      useFactory: ({ OUTBOUND_PRIVATE }: Config) => new Outbound(OUTBOUND_PRIVATE),
      inject: [Config],
    },
  ],
  exports: [
    GatewayCheck,
    GatewayLines,
    GatewayService,
    GatewayUses,
    MessageReceiver,
    MessagingDrivers,
    TelephonyDrivers,
    TestCalls,
  ],
})
export class GatewayModule implements BeforeApplicationShutdown {
  constructor(
    @Inject(GatewayLines) private readonly lines: GatewayLines,
    @Inject(Outbound) private readonly outbound: Outbound,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.lines.close();
    this.outbound.close();
  }
}
