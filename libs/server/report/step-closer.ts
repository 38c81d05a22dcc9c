import { Jobs } from '@belltower/core';
import { Inject, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { closeSteps } from './closed-steps';
import { CALL_STEPS, MESSAGE_STEPS, StepSource } from './step-levels';

const QUEUE = 'report.close-steps';
const EVERY_MINUTE = '* * * * *';

interface Account {
  id: number;
  timeZone: string;
  /** Calls of before it stay as they are. */
  callsUntil: Date;
  /** And so do messages of before it. */
  messagesUntil: Date;
}

/*
 * Reads only. A call counts for when it was claimed, so that whatever is older than the oldest claim in the ledger is
 * complete. Ten minutes are far more than a claim takes to be committed. By the database's clock, as claims are.
 *
 * A message besides moves from state to state for as long as anything may be told of it: then it has rows in
 * message_part, with its own time. It comes to have them in the transaction that takes it out of the ledger, and loses them
 * in the one that moves it for the last time. What waits there for a message has the time at which it came, which only lets
 * steps be closed later; of all accounts together, the oldest is found at the end of an index.
 */
const ACCOUNTS = `
select id, time_zone "timeZone", ended.until "callsUntil", least(ended.until, told.until) "messagesUntil"
  from account
 cross join lateral (
   select least(now() - interval '10 minutes',
                (select min(created_at) from inflight where account_id = account.id)) as until) as ended
 cross join (select min(created_at) as until from message_part) as told`;

/** Counts the days, weeks and months of every account once nothing in them can change any more. */
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
    const accounts = await this.database.query<Account[]>(ACCOUNTS);
    for (const account of accounts) {
      await this.close(CALL_STEPS, account, account.callsUntil, signal);
      await this.close(MESSAGE_STEPS, account, account.messagesUntil, signal);
    }
  }

  private async close(
    source: StepSource,
    { id, timeZone }: Account,
    closedUntil: Date,
    signal?: AbortSignal,
  ): Promise<void> {
    let mayBeMore = true;
    while (mayBeMore && !signal?.aborted)
      mayBeMore = await this.database.transaction((db) =>
        closeSteps(db, source, id, timeZone, closedUntil),
      );
  }
}
