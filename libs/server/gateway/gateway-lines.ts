import { Conflict, NotFound } from '@belltower/core';
import { Channel, GatewayStatus } from '@belltower/dto';
import { Messaging, WebhookAnswer, WebhookRequest } from '@belltower/messaging';
import { GatewayHealth, Telephony } from '@belltower/telephony';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { AnyFigures, DialGateway, GatewayLines } from './dial-gateway';
import { Gateway } from './gateway.entity';
import { Line } from './line';
import { AnyLine, MessagingLineMaker, VoiceLineMaker } from './line-makers';
import { MessagingLine } from './messaging-line';
import { standingLine } from './standing-line';

/** How long a process trusts that a gateway's settings are as it last read them. */
const TRUSTED_MS = 1_000;

/** A look at a gateway's row, shared by all who ask within a second. */
interface Look {
  atMs: number;
  line: Promise<AnyLine>;
}

/** The lines of this process, made when first used and remade when a gateway's settings change. */
@Injectable()
export class HeldLines extends GatewayLines {
  private readonly lines = new Map<number, AnyLine>();
  private readonly looks = new Map<number, Look>();
  /** Lines for messages that were asked for by more than a check. */
  private readonly wanted = new WeakSet<AnyLine>();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(VoiceLineMaker) private readonly voice: VoiceLineMaker,
    @Inject(MessagingLineMaker) private readonly messaging: MessagingLineMaker,
  ) {
    super();
  }

  async gateways(): Promise<DialGateway[]> {
    const gateways = await this.database
      .getRepository(Gateway)
      .find({ where: { deletedAt: IsNull() }, order: { id: 'asc' } });
    return gateways.map((gateway) => ({
      id: gateway.id,
      name: gateway.name,
      channel: gateway.channel,
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

  /** @throws NotFound `gateway.not-found`, Conflict `gateway.wrong-channel` */
  async telephonyOf(gatewayId: number): Promise<Telephony> {
    const line = await this.line(gatewayId);
    if (!(line instanceof Line)) throw wrongChannel('messages, not calls');
    return line;
  }

  /** @throws NotFound `gateway.not-found`, Conflict `gateway.wrong-channel` */
  async messagingOf(gatewayId: number): Promise<Messaging> {
    const line = await this.line(gatewayId);
    if (!(line instanceof MessagingLine)) throw wrongChannel('calls, not messages');
    // A check that was its only use may have closed it a moment ago.
    if (this.lines.get(gatewayId) !== line) return this.messagingOf(gatewayId);
    this.wanted.add(line);
    return line;
  }

  override async listenOn(gatewayId: number): Promise<void> {
    const messaging = await this.messagingOf(gatewayId);
    messaging.listen();
  }

  /** Takes what a provider posts to a gateway; without opening any connection, as anybody may post. */
  async webhook(gatewayId: number, request: WebhookRequest): Promise<WebhookAnswer> {
    const line = await this.line(gatewayId);
    if (line instanceof MessagingLine) return line.webhook(request);
    throw new NotFound('gateway.not-found', 'There is no such gateway.');
  }

  /**
   * Asks the other side, with the settings of this moment rather than of up to a second ago. Providers allow only so many
   * connections for messages: where this process has no other use for one, it is asked whether another has it open, and
   * if it has to be made, it is closed afterwards.
   */
  async check(gatewayId: number): Promise<GatewayHealth> {
    const line = await this.lookAgain(gatewayId);
    if (!(line instanceof MessagingLine) || this.wanted.has(line)) return line.check();
    const standing = await standingLine(this.database, gatewayId, line.settingsOf);
    const health = standing ?? (await line.check());
    if (!this.wanted.has(line)) await this.drop(gatewayId, line);
    return health;
  }

  override figures(): ReadonlyMap<number, AnyFigures> {
    return new Map([...this.lines].map(([id, line]) => [id, line.figures()]));
  }

  async close(): Promise<void> {
    const lines = [...this.lines.values()];
    this.lines.clear();
    this.looks.clear();
    await Promise.all(lines.map((line) => line.close()));
  }

  private async line(gatewayId: number): Promise<AnyLine> {
    const before = this.looks.get(gatewayId);
    if (before && performance.now() - before.atMs < TRUSTED_MS) return before.line;
    return this.lookAgain(gatewayId);
  }

  private async lookAgain(gatewayId: number): Promise<AnyLine> {
    const look = { atMs: performance.now(), line: this.lineOf(gatewayId) };
    this.looks.set(gatewayId, look);
    look.line.catch(() => this.looks.delete(gatewayId));
    return look.line;
  }

  private async lineOf(gatewayId: number): Promise<AnyLine> {
    const gateway = await this.database
      .createQueryBuilder(Gateway, 'gateway')
      .addSelect('gateway.secrets')
      .where('gateway.id = :gatewayId and gateway.deleted_at is null', { gatewayId })
      .getOne();
    // Nothing is awaited from here on: two lines to one gateway would have twice its capacity.
    const before = this.lines.get(gatewayId);
    const maker = gateway?.channel === Channel.Sms ? this.messaging : this.voice;
    const line = gateway && maker.line(gateway, before);
    if (line) {
      this.lines.set(gatewayId, line);
      return line;
    }
    if (before) await this.drop(gatewayId, before);
    throw new NotFound('gateway.not-found', 'There is no such gateway.');
  }

  private async drop(gatewayId: number, line: AnyLine): Promise<void> {
    if (this.lines.get(gatewayId) === line) {
      this.lines.delete(gatewayId);
      this.looks.delete(gatewayId);
    }
    await line.close();
  }
}

function wrongChannel(what: string): Conflict {
  return new Conflict('gateway.wrong-channel', `This gateway carries ${what}.`);
}
