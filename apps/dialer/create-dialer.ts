import { Clock, Config } from '@belltower/core';
import { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { DialerAppModule } from './dialer-app.module';

/** A dialing process, at work when this resolves. The database must have been migrated. Closing it stops gracefully. */
export async function createDialer(
  config: Readonly<Config>,
  clock?: Clock,
): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(DialerAppModule.with(config, clock), {
    abortOnError: false,
    bufferLogs: true,
  });
  app.useLogger(app.get(Logger));
  app.flushLogs();
  return app;
}
