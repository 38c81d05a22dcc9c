import { Jobs } from '@belltower/core';
import { Inject, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { closeSteps } from './closed-steps';

const QUEUE = 'report.close-steps';
const EVERY_MINUTE = '* * * * *';

/*
 * Reads only. A call counts for when it was claimed, so that whatever is older than the oldest claim in the ledger is
 * complete. Ten minutes are far more than a claim takes to be committed. By the database's clock, as claims are.
 */
const ACCOUNTS = `
select id, time_zone "timeZone",
       least(now() - interval '10 minutes',
             (select min(created_at) from inflight where account_id = account.id)) "closedUntil"
  from account`;

/** Counts the days, weeks and months of every account once nothing can be added to them any more. */
@Injectable()
export class StepCloser implements OnApplicationBootstrap {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.work(QUEUE, { retries: 0 }, (_, { signal }) => this.closeAll(signal));
    await this.jobs.schedule(QUEUE, EVERY_MINUTE);
  }

  async closeAll(signal?: AbortSignal): Promise<void> {
    const accounts =
      await this.database.query<{ id: number; timeZone: string; closedUntil: Date }[]>(ACCOUNTS);
    for (const { id, timeZone, closedUntil } of accounts) {
      let mayBeMore = true;
      while (mayBeMore && !signal?.aborted)
        mayBeMore = await this.database.transaction((db) =>
          closeSteps(db, id, timeZone, closedUntil),
        );
    }
  }
}
