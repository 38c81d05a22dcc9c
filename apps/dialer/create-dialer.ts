import { Clock, Config } from '@belltower/core';
import { INestApplicationContext, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DialerAppModule } from './dialer-app.module';

export interface DialerOptions {
  clock?: Clock;
  /** False says nothing. */
  logger?: LoggerService | false;
}

/** A dialing process, at work when this resolves. The database must have been migrated. Closing it stops gracefully. */
export async function createDialer(
  config: Readonly<Config>,
  { clock, logger }: DialerOptions = {},
): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(DialerAppModule.with(config, clock), {
    abortOnError: false,
    ...(logger === undefined ? {} : { logger }),
  });
}
