import { Clock } from '@belltower/core';
import { MessageState } from '@belltower/dto';
import { dialled, GatewayLines } from '@belltower/gateway';
import type { OutboundMessage, Submission } from '@belltower/messaging';
import { BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** What is needed to confirm a reply. */
interface Confirmation {
  gatewayId: number;
  number: string;
  sentTo: string;
  text: string;
  stripPrefix: string | null;
  addPrefix: string | null;
}

/** How often a confirmation is handed over at most while the provider has no room. */
const TRIES = 3;
const PAUSE_MS = 5_000;

/**
 * Tells people, once, that what they asked for is done: by the campaign's words, over the gateway that they wrote to, from
 * the number that they wrote to.
 */
@Injectable()
export class StopConfirmations implements BeforeApplicationShutdown {
  private readonly logger = new Logger(StopConfirmations.name);
  private readonly pauses = new Set<NodeJS.Timeout>();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(GatewayLines) private readonly lines: GatewayLines,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Whoever brought the reply does not wait for it. */
  confirm(reply: { accountId: number; id: number }): void {
    this.send(reply, 1).catch((error: Error) =>
      this.logger.warn(`a reply could not be confirmed: ${error.message}`),
    );
  }

  beforeApplicationShutdown(): void {
    this.pauses.forEach(clearTimeout);
  }

  private async send(reply: { accountId: number; id: number }, nth: number): Promise<void> {
    const { accountId, id } = reply;
    const confirmation = await this.claim(accountId, id);
    if (!confirmation) return;
    const { gatewayId, sentTo, text, ...to } = confirmation;
    // Whoever was written to may be answered, wherever campaigns may not write to.
    const number = dialled({ ...to, allowedPrefixes: [] }, to.number)!;
    const message = {
      id: `bt-stop-${accountId}-${id}-${nth}`,
      number,
      sender: sentTo || null,
      text,
    };
    const { state, code } = await this.handOver(gatewayId, message);
    // What may have been taken is never sent again.
    if (state === MessageState.Sent || state === MessageState.Unknown) return;
    await this.takeBack(accountId, id);
    if (state === MessageState.Queued && nth < TRIES) this.later(() => this.send(reply, nth + 1));
    else this.logger.warn(`a reply could not be confirmed: ${state} (${code})`);
  }

  private async handOver(
    gatewayId: number,
    message: OutboundMessage,
  ): Promise<Pick<Submission, 'state' | 'code'>> {
    try {
      const messaging = await this.lines.messagingOf(gatewayId);
      return await messaging.send(message);
    } catch (error) {
      // Its driver cannot even be made: nothing has been sent.
      return { state: MessageState.Failed, code: (error as Error).message };
    }
  }

  /**
   * What is to be sent, which nobody else sends from now on: it counts as confirmed before it is handed over, as twice
   * would be worse than never.
   */
  private async claim(accountId: number, id: number): Promise<Confirmation | null> {
    const [claimed] = await this.database.query<[Confirmation[], number]>(
      `update reply set confirmed_at = $3
         from campaign, gateway
        where reply.account_id = $1 and reply.id = $2 and reply.confirmed_at is null
          and campaign.account_id = reply.account_id and campaign.id = reply.campaign_id
          and campaign.stop_confirmation is not null
          and gateway.id = reply.gateway_id and gateway.deleted_at is null
       returning reply.gateway_id as "gatewayId", reply.number, reply.sent_to as "sentTo",
                 campaign.stop_confirmation as text, gateway.strip_prefix as "stripPrefix",
                 gateway.add_prefix as "addPrefix"`,
      [accountId, id, this.clock.now()],
    );
    return claimed[0] ?? null;
  }

  private async takeBack(accountId: number, id: number): Promise<void> {
    await this.database.query(
      'update reply set confirmed_at = null where account_id = $1 and id = $2',
      [accountId, id],
    );
  }

  private later(what: () => Promise<void>): void {
    const pause = setTimeout(() => {
      this.pauses.delete(pause);
      what().catch((error: Error) => this.logger.warn(error.message));
    }, PAUSE_MS);
    this.pauses.add(pause);
  }
}
