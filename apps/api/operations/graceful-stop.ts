import { BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';

/** How long a stop waits for requests that are under way. */
const PATIENCE_MS = 10_000;

/** Lets requests end when the process stops, and cuts those that will not. */
@Injectable()
export class GracefulStop implements BeforeApplicationShutdown {
  constructor(private readonly host: HttpAdapterHost) {}

  beforeApplicationShutdown(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const cut = setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref();
    server.once('close', () => clearTimeout(cut));
  }
}
