import { Logger } from '@nestjs/common';
import pg from 'pg';
import { Observable, Subject, filter } from 'rxjs';
import { Queryable } from './database';

/** A hint that something of an account changed; whoever cares reads the truth from the tables. */
export interface Notification {
  accountId: number;
  /** For example `campaign`, `import`, `call`. */
  topic: string;
  id?: number;
  /** Small enough for NOTIFY: the whole must stay under 8,000 bytes. */
  data?: Record<string, unknown>;
  /** Of what is received: tells it from all others, in every process alike. None from a process of an older release. */
  mark?: string;
}

/** What travels: with the transaction that has sent it, whose notifications every listener gets in the same order. */
type Sent = Omit<Notification, 'mark'> & { tx?: string };

const CHANNEL = 'belltower';
const RECONNECT_MS = 1_000;

/**
 * Notifications between processes over LISTEN/NOTIFY, on a connection of its own. Only ever a latency hint:
 * what is missed while the connection is down must be found by looking.
 */
export class Notifications {
  private readonly logger = new Logger(Notifications.name);
  private readonly received = new Subject<Notification>();
  private readonly lost = new Subject<void>();
  private client?: pg.Client;
  private retry?: NodeJS.Timeout;
  private closed = false;
  private listening = false;
  private hasListened = false;
  /** The transaction heard last, and how many of its notifications. */
  private heard = { tx: '', count: 0 };

  constructor(private readonly url: string) {}

  /** Sends when the transaction commits, or at once outside of one. */
  async publish(database: Queryable, notification: Notification): Promise<void> {
    await database.query(`select ${notifySql('$2')}`, [CHANNEL, JSON.stringify(notification)]);
  }

  /** Sends several at the cost of one. */
  async publishAll(database: Queryable, notifications: readonly Notification[]): Promise<void> {
    if (!notifications.length) return;
    await database.query(`select ${notifySql('payload')} from unnest($2::text[]) as payload`, [
      CHANNEL,
      notifications.map((notification) => JSON.stringify(notification)),
    ]);
  }

  /** Everything published for an account from now on, by any process. */
  ofAccount(accountId: number): Observable<Notification> {
    return this.received.pipe(filter((notification) => notification.accountId === accountId));
  }

  /** Everything published for any account. */
  all(): Observable<Notification> {
    return this.received.asObservable();
  }

  /** Told when notifications are heard again after a time in which some may have been missed. */
  get gaps(): Observable<void> {
    return this.lost.asObservable();
  }

  /** Whether notifications are heard at this moment. */
  get connected(): boolean {
    return this.listening;
  }

  async listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      keepAlive: true,
      application_name: 'belltower-listen',
    });
    client.on('notification', ({ payload }) =>
      this.received.next(this.marked(JSON.parse(payload ?? '{}') as Sent)),
    );
    client.on('error', (error) =>
      this.logger.warn(`lost the notification connection: ${error.message}`),
    );
    client.on('end', () => {
      this.listening = false;
      this.reconnect();
    });
    this.client = client;
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    this.listening = true;
    if (this.hasListened) this.lost.next();
    this.hasListened = true;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.client?.end();
    this.received.complete();
    this.lost.complete();
  }

  private marked({ tx, ...notification }: Sent): Notification {
    if (!tx) return notification;
    this.heard = { tx, count: tx === this.heard.tx ? this.heard.count + 1 : 1 };
    return { ...notification, mark: `${tx}-${this.heard.count}` };
  }

  private reconnect(): void {
    if (this.closed) return;
    this.retry = setTimeout(() => {
      this.listen().catch((error: Error) => this.logger.warn(`cannot listen: ${error.message}`));
    }, RECONNECT_MS);
  }
}

/** Sending gives the transaction a number in any case. Equal notifications of one transaction arrive once. */
function notifySql(payload: string): string {
  const transaction = `jsonb_build_object('tx', pg_current_xact_id()::text)`;
  return `pg_notify($1, (${payload}::jsonb || ${transaction})::text)`;
}
