import {
  Messaging,
  MessagingHealth,
  OutboundMessage,
  Submission,
  WebhookAnswer,
  WebhookRequest,
} from '@belltower/messaging';
import { GatewayStatus, MessageState, PartReports } from '@belltower/dto';
import { Connections } from './connections';

/** What went over a line for messages since the process began, and goes over it now. */
export interface MessagingFigures {
  messages: number;
  /** Those that the other side took. */
  taken: number;
  /** Those that are being handed over. */
  messagesNow: number;
  /** Of a connection that stays open, while it is; others may rely on it instead of making one of their own. */
  standing?: {
    /** For people. */
    detail: string;
    /** When the settings were saved with which it was made; ISO 8601. */
    settingsOf: string;
  };
}

/**
 * This process's way to one gateway for messages, connected when that is first needed. When the settings change, new messages go over a new connection,
 * while those that are being handed over go on over the old one; it is closed after the last of them.
 */
export class MessagingLine extends Messaging {
  private readonly connections: Connections<Messaging>;
  private handedOver = 0;
  private taken = 0;

  /**
   * @param settingsOf when the settings were saved
   * @param posted whether anybody posts to it what comes in
   */
  constructor(
    fingerprint: string,
    make: () => Messaging,
    public settingsOf: Date,
    private readonly posted: boolean,
  ) {
    super();
    this.connections = new Connections(fingerprint, make);
  }

  /** Lets new messages use these settings, if they are not those in use already. */
  use(fingerprint: string, make: () => Messaging, settingsOf: Date): void {
    this.connections.use(fingerprint, make);
    this.settingsOf = settingsOf;
  }

  get reports(): PartReports | null {
    return this.connections.newest.reports;
  }

  /** Opens the connection, as what comes in may do so over it. */
  override listen(): void {
    this.connections.newest.listen();
  }

  async send(message: OutboundMessage): Promise<Submission> {
    const { connection, over } = this.connections.take();
    this.handedOver++;
    const submission = await connection.send(message);
    over();
    if (submission.state === MessageState.Sent) this.taken++;
    return submission;
  }

  cancel(id: string): void {
    for (const connection of this.connections.all) connection.cancel(id);
  }

  check(): Promise<MessagingHealth> {
    return this.connections.newest.check();
  }

  override webhook(request: WebhookRequest): Promise<WebhookAnswer> {
    // Anybody may ask: it must not open a connection to anywhere.
    return this.posted ? this.connections.newest.webhook(request) : super.webhook(request);
  }

  figures(): MessagingFigures {
    const standing = this.connections.newestMade?.standing();
    return {
      messages: this.handedOver,
      taken: this.taken,
      messagesNow: this.connections.busy,
      ...(standing?.status === GatewayStatus.Up
        ? { standing: { detail: standing.detail, settingsOf: this.settingsOf.toISOString() } }
        : {}),
    };
  }

  close(): Promise<void> {
    return this.connections.close();
  }
}
