import { Inject, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Jobs } from '@belltower/core';
import { DataSource } from 'typeorm';
import { Throttle } from './throttle';

const QUEUE = 'auth.leftovers';
const HOURLY = '23 * * * *';

/** Clears away, every hour, what has run out: sessions, one-time links, and counts of attempts. */
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
    await this.throttle.sweep();
  }
}
