import { BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';

/** How long requests may go on when the server stops. */
const GRACE_MS = 5_000;

/**
 * A server that is closed takes no new connection but waits for the requests of those it has: for one whose sender has
 * fallen silent, or for a browser's stream of events that came back in the last moment, it would wait for ever.
 */
@Injectable()
export class RequestGrace implements BeforeApplicationShutdown {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  beforeApplicationShutdown(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.once('close', () => clearTimeout(timer));
    // A server that never listened never closes.
    timer.unref();
  }
}
