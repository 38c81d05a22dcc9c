import { Clock, Config, Jobs } from '@belltower/core';
import {
  deleteStrays,
  dropMonth,
  forgetRecordings,
  hasStrays,
  HistoryTable,
  monthsUntil,
} from '@belltower/dialer';
import { Inject, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Kept, keepSince, keptSince } from './kept-since';

const QUEUE = 'report.retention';
const HOURLY = '23 * * * *';
const DAY_MS = 86_400_000;

/**
 * Drops calls, messages and recordings that are older than they are to be kept: calls and messages by whole months,
 * recordings with their calls or before them. What they come to is kept in sums for ever, so that years can be compared.
 */
@Injectable()
export class Retention implements OnApplicationBootstrap {
  private readonly logger = new Logger(Retention.name);

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Config) private readonly config: Readonly<Config>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.work(QUEUE, { retries: 0 }, () => this.run());
    await this.jobs.schedule(QUEUE, HOURLY);
  }

  async run(): Promise<void> {
    const { CALLS_KEEP_MONTHS, RECORDINGS_KEEP_DAYS: days } = this.config;
    const { MESSAGES_KEEP_MONTHS = CALLS_KEEP_MONTHS } = this.config;
    const now = this.clock.now();
    await this.drop('call', 'calls', CALLS_KEEP_MONTHS, now);
    await this.drop('message', 'messages', MESSAGES_KEEP_MONTHS, now);
    const callsSince = await keptSince(this.database, 'calls');
    const oldest = days ? new Date(now.getTime() - days * DAY_MS) : null;
    await this.forgetRecordings(oldest, callsSince);
  }

  private async drop(table: HistoryTable, what: Kept, keptMonths: number, now: Date) {
    if (!keptMonths) return;
    const before = monthBefore(now, keptMonths);
    const months = await monthsUntil(this.database, table, before);
    if (!months.length && !(await hasStrays(this.database, table, before))) return;
    await keepSince(this.database, what, before);
    for (const month of months) {
      if (await dropMonth(this.database, month)) this.logger.log(`${month.name} has been dropped`);
      else this.logger.warn(`${month.name} is too busy to be dropped; it is tried again`);
    }
    await deleteStrays(this.database, table, before);
  }

  private async forgetRecordings(oldest: Date | null, callsSince: Date | null): Promise<void> {
    const before = later(oldest, callsSince);
    if (!before) return;
    if (oldest) await keepSince(this.database, 'recordings', before);
    const accounts = await this.database.query<{ id: number }[]>('select id from account');
    for (const { id } of accounts) await forgetRecordings(this.database, id, before, callsSince);
  }
}

/** The begin of the month, in UTC, that lies so many months before that of an instant. */
function monthBefore(now: Date, months: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months));
}

function later(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other;
  return one > other ? one : other;
}
