import { Jobs } from '@belltower/core';
import { Inject, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { AWAITED_MS, endWaiting } from './message-expiry';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';

const QUEUE = 'dialer.receipts';
const HOURLY = '41 * * * *';

/** Ends, once an hour, the waiting for receipts that are not coming. */
@Injectable()
export class ReceiptJob implements OnApplicationBootstrap {
  private readonly logger = new Logger(ReceiptJob.name);

  constructor(
    @Inject(SessionPool) private readonly db: SessionPool,
    @Inject(ServerClock) private readonly clock: ServerClock,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.work(QUEUE, { retries: 0 }, (_, { signal }) => this.run(signal));
    await this.jobs.schedule(QUEUE, HOURLY);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.clock.read();
    const before = new Date(this.clock.now().getTime() - AWAITED_MS);
    let parts = 0;
    for (let taken = 1; taken && !signal.aborted; parts += taken)
      taken = await this.db.transaction((db) => endWaiting(db, before));
    if (parts) this.logger.log(`nothing more is awaited of ${parts} parts of messages`);
  }
}
