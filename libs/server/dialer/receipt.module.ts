import { Config } from '@belltower/core';
import { GatewayModule, MessageReceiver } from '@belltower/gateway';
import { Inject, Module, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Postmaster } from './postmaster';
import { ReceiptJob } from './receipt-job';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';

/** Two write what has ended, one what is reported; the others beat, look and report. Opened as they are needed. */
const CONNECTIONS = 6;

const sessionPool = {
  provide: SessionPool,
  useFactory: (config: Config) =>
    new SessionPool(config.DATABASE_DIRECT_URL ?? config.DATABASE_URL, CONNECTIONS),
  inject: [Config],
};

/** Keeps what providers tell of messages, in every process that hears it: one that dials, or one that is posted to. */
@Module({
  imports: [GatewayModule],
  providers: [sessionPool, ServerClock, Postmaster, ReceiptJob],
  exports: [SessionPool, ServerClock, Postmaster],
})
export class ReceiptModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(MessageReceiver) private readonly receiver: MessageReceiver,
    @Inject(Postmaster) private readonly postmaster: Postmaster,
    @Inject(SessionPool) private readonly pool: SessionPool,
  ) {}

  onModuleInit(): void {
    this.receiver.register('receipt', (gatewayId, receipt) =>
      this.postmaster.keep(gatewayId, receipt),
    );
    this.receiver.register('late-answer', (gatewayId, answer) =>
      this.postmaster.keep(gatewayId, answer),
    );
  }

  /** After the lines have been closed, over which more might be told. */
  async onApplicationShutdown(): Promise<void> {
    await this.postmaster.drained();
    await this.pool.close();
  }
}
