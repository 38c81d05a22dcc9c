import { Inject, Injectable } from '@nestjs/common';
import { Clock, TooMany } from '@belltower/core';
import { DataSource } from 'typeorm';

/** How many attempts one subject has within a window, for example an e-mail address at sign-in. */
export interface Allowance {
  /** Who or what is counted, for example `sign-in:ana@example.org`. */
  subject: string;
  attempts: number;
  windowSeconds: number;
}

/** Counts attempts in the database, so that neither a restart nor another replica forgets them. */
@Injectable()
export class Throttle {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Counts an attempt before it is made: many at the same time must not slip through together.
   * @throws TooMany `throttled`
   */
  async attempt({ subject, attempts, windowSeconds }: Allowance): Promise<void> {
    const now = this.clock.now();
    const [row] = await this.database.query<[{ attempts: number; ends_at: Date }]>(
      `insert into throttle (subject, attempts, ends_at) values ($1, 1, $3)
       on conflict (subject) do update
         set attempts = case when throttle.ends_at <= $2 then 1 else throttle.attempts + 1 end,
             ends_at = case when throttle.ends_at <= $2 then excluded.ends_at else throttle.ends_at end
       returning attempts, ends_at`,
      [subject, now, new Date(now.getTime() + windowSeconds * 1_000)],
    );
    if (row.attempts <= attempts) return;
    const seconds = Math.ceil((row.ends_at.getTime() - now.getTime()) / 1_000);
    throw new TooMany('throttled', `Too many attempts. Try again in ${wait(seconds)}.`, seconds);
  }

  /** Takes back an attempt that turned out to be a good one. */
  async forgive(subject: string): Promise<void> {
    await this.database.query('update throttle set attempts = attempts - 1 where subject = $1', [
      subject,
    ]);
  }

  /** Starts a subject's count again. */
  async clear(subject: string): Promise<void> {
    await this.database.query('delete from throttle where subject = $1', [subject]);
  }

  /** Drops the counts whose window is over. */
  async sweep(): Promise<void> {
    await this.database.query('delete from throttle where ends_at <= $1', [this.clock.now()]);
  }
}

function wait(seconds: number): string {
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
