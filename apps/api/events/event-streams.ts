import { ACCESS_TOPIC, Credentials, Principal } from '@belltower/auth';
import { Notifications } from '@belltower/core';
import { Inject, Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import type { Request, Response } from 'express';
import { EventStream } from './event-stream';
import { RecentHints } from './recent-hints';

/** Keeps proxies from closing a quiet connection, and finds out whether its owner may still listen. */
const HEARTBEAT_MS = 20_000;

/** Open event streams of browsers and programs, each of one account. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly logger = new Logger(EventStreams.name);
  private readonly streams = new Set<EventStream>();
  private readonly recent = new RecentHints();

  constructor(
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(Credentials) private readonly credentials: Credentials,
  ) {
    notifications.all().subscribe((notification) => this.recent.add(notification));
    notifications.gaps.subscribe(() => {
      this.recent.clear();
      for (const stream of this.streams) stream.missed(this.recent.lastMark);
    });
  }

  /**
   * Streams the account's notifications until the reader leaves or loses access. One that has heard some before gets those
   * that it has missed since, or is told that it has.
   */
  open(user: Principal, lastHeard: string | undefined, request: Request, response: Response): void {
    const stream = new EventStream(response);
    const check = () => void this.endUnlessAllowed(user, request, stream);
    if (lastHeard) this.resume(stream, user, lastHeard);
    stream.ready(this.recent.lastMark);
    const subscription = this.notifications.ofAccount(user.accountId).subscribe({
      next: (notification) =>
        notification.topic === ACCESS_TOPIC ? check() : stream.hint(notification),
      complete: () => stream.end(),
    });
    const heartbeat = setInterval(() => {
      stream.ready(this.recent.lastMark);
      check();
    }, HEARTBEAT_MS);
    this.streams.add(stream);
    response.once('close', () => {
      clearInterval(heartbeat);
      subscription.unsubscribe();
      this.streams.delete(stream);
    });
  }

  /** A server that stops waits for its connections: these would never end by themselves. */
  onModuleDestroy(): void {
    for (const stream of this.streams) stream.end();
  }

  private resume(stream: EventStream, { accountId }: Principal, lastHeard: string): void {
    const missed = this.recent.since(accountId, lastHeard);
    if (!missed) return stream.missed(this.recent.lastMark);
    for (const hint of missed) if (hint.topic !== ACCESS_TOPIC) stream.hint(hint);
  }

  private async endUnlessAllowed(user: Principal, request: Request, stream: EventStream) {
    if (!(await this.isAllowed(user, request))) stream.end();
  }

  private async isAllowed(user: Principal, request: Request): Promise<boolean> {
    try {
      return (await this.credentials.principalOf(request))?.accountId === user.accountId;
    } catch (error) {
      // A suspended account ends the stream; so does a database that cannot say.
      this.logger.debug(`event stream ended: ${(error as Error).message}`);
      return false;
    }
  }
}
