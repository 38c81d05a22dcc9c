import { ACCESS_TOPIC, Credentials, Principal } from '@belltower/auth';
import { Notification, Notifications } from '@belltower/core';
import { Inject, Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import type { Request, Response } from 'express';

/** Keeps proxies from closing a quiet connection, and finds out whether its owner may still listen. */
const HEARTBEAT_MS = 20_000;
/** How long a browser waits before it connects again. */
const RETRY_MS = 2_000;
/** A reader this far behind is cut off; it connects again and reads the truth. */
const MOST_UNREAD_BYTES = 1_048_576;

/** Open event streams of browsers and programs, each of one account. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly logger = new Logger(EventStreams.name);
  private readonly responses = new Set<Response>();
  private events = 0;

  constructor(
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(Credentials) private readonly credentials: Credentials,
  ) {}

  /** Streams the account's notifications until the reader leaves or loses access. */
  open(user: Principal, request: Request, response: Response): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // nginx would otherwise collect events before passing them on.
      'x-accel-buffering': 'no',
    });
    response.write(`retry: ${RETRY_MS}\n\n`);
    const check = () => void this.endUnlessAllowed(user, request, response);
    const subscription = this.notifications.ofAccount(user.accountId).subscribe({
      next: (notification) =>
        notification.topic === ACCESS_TOPIC ? check() : this.send(response, notification),
      complete: () => response.end(),
    });
    const heartbeat = setInterval(() => {
      response.write(': still here\n\n');
      check();
    }, HEARTBEAT_MS);
    this.responses.add(response);
    response.once('close', () => {
      clearInterval(heartbeat);
      subscription.unsubscribe();
      this.responses.delete(response);
    });
  }

  /** A server that stops waits for its connections: these would never end by themselves. */
  onModuleDestroy(): void {
    for (const response of this.responses) response.end();
  }

  private send(response: Response, { topic, id, data }: Notification): void {
    if (response.writableLength > MOST_UNREAD_BYTES) return void response.destroy();
    const payload = JSON.stringify({ ...data, id: id ?? null });
    response.write(`id: ${++this.events}\nevent: ${topic}\ndata: ${payload}\n\n`);
  }

  private async endUnlessAllowed(user: Principal, request: Request, response: Response) {
    if (await this.isAllowed(user, request)) return;
    response.end();
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
