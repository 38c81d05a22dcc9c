import { Logger } from '@nestjs/common';
import { PgBoss } from 'pg-boss';

/** What a job's handler is given besides its data. */
export interface JobContext {
  id: string;
  /** Aborts when the process stops: save where you are and return. */
  signal: AbortSignal;
}

/** The same is complained of so often at most: while the database is away every queue would each second. */
const COMPLAINTS_MS = 10_000;

type Handler<T> = (data: T, context: JobContext) => Promise<void>;

export interface JobOptions {
  /** How many run at the same time in one process. */
  concurrency?: number;
  /** Tries after the first, with growing pauses. */
  retries?: number;
  /** Seconds after which a job whose process stopped beating is given to another. */
  heartbeatSeconds?: number;
}

/** Long work that survives restarts, as pg-boss jobs in the same PostgreSQL (schema `boss`). */
export class Jobs {
  private readonly logger = new Logger(Jobs.name);
  private readonly boss: PgBoss;
  private readonly handlers: (() => Promise<void>)[] = [];
  private readonly stopping = new AbortController();
  private started = false;
  /** What was complained of last. */
  private complaint = { of: '', atMs: -Infinity };

  constructor(url: string) {
    this.boss = new PgBoss({
      connectionString: url,
      schema: 'boss',
      application_name: 'belltower-jobs',
      max: 4,
    });
    this.boss.on('error', (error) => this.complain(error));
  }

  /** Declares who does the work of a queue; call it before or after {@link start}. */
  async work<T extends object>(
    queue: string,
    options: JobOptions,
    handler: Handler<T>,
  ): Promise<void> {
    const begin = async () => {
      await this.boss.createQueue(queue, {
        retryLimit: options.retries ?? 2,
        retryBackoff: true,
        heartbeatSeconds: options.heartbeatSeconds ?? 60,
        expireInSeconds: 24 * 60 * 60 - 1,
      });
      await this.boss.work<T>(
        queue,
        { localConcurrency: options.concurrency ?? 1, pollingIntervalSeconds: 1 },
        async ([job]) => {
          if (job) await handler(job.data, { id: job.id, signal: this.stopping.signal });
        },
      );
    };
    this.handlers.push(begin);
    if (this.started) await begin();
  }

  /** Queues a job and answers its id. `singletonKey` makes a second one with the same key a no-op while the first waits. */
  async send(queue: string, data: object, singletonKey?: string): Promise<string | null> {
    return this.boss.send(queue, data, singletonKey ? { singletonKey } : {});
  }

  /** Runs a queue's job at the times of a cron expression, in UTC, once over all processes. */
  async schedule(queue: string, cron: string): Promise<void> {
    await this.boss.schedule(queue, cron);
  }

  async start(): Promise<void> {
    await this.boss.start();
    this.started = true;
    for (const begin of this.handlers) await begin();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.started) await this.boss.stop({ graceful: true, timeout: 10_000 });
  }

  private complain(error: Error): void {
    const { code: of = error.message } = error as { code?: string };
    const now = performance.now();
    if (of === this.complaint.of && now - this.complaint.atMs < COMPLAINTS_MS) return;
    this.complaint = { of, atMs: now };
    this.logger.error(error);
  }
}
