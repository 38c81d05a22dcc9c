import { Clock, Config, NotFound } from '@belltower/core';
import { Channel, GatewayStatus } from '@belltower/dto';
import { Sounds, Telephony, TelephonyDrivers } from '@belltower/telephony';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource, IsNull } from 'typeorm';
import { DialGateway, GatewayLines } from './dial-gateway';
import { DriverSettings } from './driver-settings';
import { Gateway } from './gateway.entity';
import { Line, LineFigures } from './line';

/** How long a process trusts that a gateway's settings are as it last read them. */
const TRUSTED_MS = 1_000;

/** A look at a gateway's row, shared by all who ask within a second. */
interface Look {
  atMs: number;
  line: Promise<Line>;
}

/** The lines of this process, made when first used and remade when a gateway's settings change. */
@Injectable()
export class HeldLines extends GatewayLines {
  private readonly lines = new Map<number, Line>();
  private readonly looks = new Map<number, Look>();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(TelephonyDrivers) private readonly drivers: TelephonyDrivers,
    @Inject(DriverSettings) private readonly settings: DriverSettings,
    @Inject(Config) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Sounds) private readonly sounds: Sounds,
  ) {
    super();
  }

  async gateways(): Promise<DialGateway[]> {
    const gateways = await this.database
      .getRepository(Gateway)
      .find({ where: { channel: Channel.Voice, deletedAt: IsNull() }, order: { id: 'asc' } });
    return gateways.map((gateway) => ({
      id: gateway.id,
      name: gateway.name,
      channels: gateway.channels,
      callsPerSecond: gateway.callsPerSecond,
      stripPrefix: gateway.stripPrefix,
      addPrefix: gateway.addPrefix,
      allowedPrefixes: gateway.allowedPrefixes,
      callerId: gateway.callerId,
      callerIdPolicy: gateway.callerIdPolicy,
      callerIdsAllowed: gateway.callerIdsAllowed,
      minRingTimeoutSeconds: gateway.minRingTimeoutSeconds,
      maxRingTimeoutSeconds: gateway.maxRingTimeoutSeconds,
      enabled: gateway.enabled,
      down: gateway.status === GatewayStatus.Down,
    }));
  }

  /** @throws NotFound `gateway.not-found` */
  async telephonyOf(gatewayId: number): Promise<Telephony> {
    const nowMs = performance.now();
    const before = this.looks.get(gatewayId);
    if (before && nowMs - before.atMs < TRUSTED_MS) return before.line;
    return this.lookAgain(gatewayId);
  }

  /** The line with the settings of this moment, not of up to a second ago. */
  async lookAgain(gatewayId: number): Promise<Telephony> {
    const look = { atMs: performance.now(), line: this.lineOf(gatewayId) };
    this.looks.set(gatewayId, look);
    look.line.catch(() => this.looks.delete(gatewayId));
    return look.line;
  }

  override figures(): ReadonlyMap<number, LineFigures> {
    return new Map([...this.lines].map(([id, line]) => [id, line.figures()]));
  }

  async close(): Promise<void> {
    const lines = [...this.lines.values()];
    this.lines.clear();
    this.looks.clear();
    await Promise.all(lines.map((line) => line.close()));
  }

  private async lineOf(gatewayId: number): Promise<Line> {
    const gateway = await this.database
      .createQueryBuilder(Gateway, 'gateway')
      .addSelect('gateway.secrets')
      .where('gateway.id = :gatewayId and gateway.deleted_at is null', { gatewayId })
      .getOne();
    const driver = gateway && this.drivers.find(gateway.driver);
    // Nothing is awaited from here on: two lines to one gateway would have twice its capacity.
    const line = this.lines.get(gatewayId);
    if (!driver) {
      this.lines.delete(gatewayId);
      await line?.close();
      throw new NotFound('gateway.not-found', 'There is no such gateway.');
    }
    const settings = this.settings.read(driver, gateway);
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([driver.key, settings]))
      .digest('base64');
    const make = () =>
      driver.create({
        gatewayId,
        settings,
        dataDir: this.config.DATA_DIR,
        clock: this.clock,
        sounds: this.sounds,
      });
    if (line) line.use(fingerprint, make);
    else this.lines.set(gatewayId, new Line(fingerprint, make));
    return this.lines.get(gatewayId)!;
  }
}
