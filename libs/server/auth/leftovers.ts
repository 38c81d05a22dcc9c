import { Inject, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Jobs } from '@belltower/core';
import { DataSource } from 'typeorm';
import { Throttle } from './throttle';

const QUEUE = 'auth.leftovers';
const HOURLY = '23 * * * *';
const NOTICES_KEPT_MS = 90 * 86_400_000;

/** Clears away, every hour, what has run out: sessions, one-time links, counts of attempts, and notices of long ago. */
@Injectable()
export class Leftovers implements OnApplicationBootstrap {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Throttle) private readonly throttle: Throttle,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.work(QUEUE, {}, () => this.clear());
    await this.jobs.schedule(QUEUE, HOURLY);
  }

  async clear(): Promise<void> {
    const now = this.clock.now();
    await this.database.query('delete from session where expires_at <= $1', [now]);
    await this.database.query('delete from one_time_token where expires_at <= $1', [now]);
    await this.database.query('delete from notice where at <= $1', [
      new Date(now.getTime() - NOTICES_KEPT_MS),
    ]);
    await this.throttle.sweep();
  }
}
