import { Clock, Config, Outbound } from '@belltower/core';
import { DriverDescription } from '@belltower/dto';
import { MessagingDrivers } from '@belltower/messaging';
import { Sounds, TelephonyDrivers } from '@belltower/telephony';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DriverSettings } from './driver-settings';
import { Gateway } from './gateway.entity';
import { Line } from './line';
import { MessageReceiver } from './message-receiver';
import { MessagingLine } from './messaging-line';

/** A line of either channel. */
export type AnyLine = Line | MessagingLine;

/** Makes lines to voice gateways, by whichever driver they have. */
@Injectable()
export class VoiceLineMaker {
  constructor(
    @Inject(TelephonyDrivers) private readonly drivers: TelephonyDrivers,
    @Inject(DriverSettings) private readonly settings: DriverSettings,
    @Inject(Config) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Sounds) private readonly sounds: Sounds,
  ) {}

  /** The line of before with the gateway's present settings, or the first; null where its driver is not known here. */
  line(gateway: Gateway, before?: AnyLine): Line | null {
    const driver = this.drivers.find(gateway.driver);
    if (!driver) return null;
    const settings = this.settings.read(driver, gateway);
    const { clock, sounds } = this;
    const dataDir = this.config.DATA_DIR;
    const make = () => driver.create({ gatewayId: gateway.id, settings, dataDir, clock, sounds });
    const fingerprint = fingerprintOf(driver, settings);
    if (!(before instanceof Line)) return new Line(fingerprint, make);
    before.use(fingerprint, make);
    return before;
  }
}

/** Makes lines to gateways for messages, by whichever driver they have. */
@Injectable()
export class MessagingLineMaker {
  constructor(
    @Inject(MessagingDrivers) private readonly drivers: MessagingDrivers,
    @Inject(DriverSettings) private readonly settings: DriverSettings,
    @Inject(Config) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Outbound) private readonly outbound: Outbound,
    @Inject(MessageReceiver) private readonly receiver: MessageReceiver,
  ) {}

  /** As {@link VoiceLineMaker.line}. */
  line(gateway: Gateway, before?: AnyLine): MessagingLine | null {
    const driver = this.drivers.find(gateway.driver);
    if (!driver) return null;
    const settings = this.settings.read(driver, gateway);
    const make = () =>
      driver.create({
        gatewayId: gateway.id,
        settings,
        dataDir: this.config.DATA_DIR,
        clock: this.clock,
        receive: this.receiver.of(gateway.id),
        outbound: this.outbound,
        webhookUrl: this.settings.webhookOf(gateway),
      });
    const fingerprint = fingerprintOf(driver, settings);
    if (!(before instanceof MessagingLine))
      return new MessagingLine(fingerprint, make, gateway.updatedAt, driver.webhook ?? false);
    before.use(fingerprint, make, gateway.updatedAt);
    return before;
  }
}

/** Differs wherever a connection would. */
function fingerprintOf({ key }: DriverDescription, settings: object): string {
  return createHash('sha256')
    .update(JSON.stringify([key, settings]))
    .digest('base64');
}
