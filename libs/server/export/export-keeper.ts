import { Clock, Jobs } from '@belltower/core';
import {
  Inject,
  Injectable,
  Logger,
  OnApplicationBootstrap,
  OnModuleDestroy,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ExportStore } from './export-store';
import { EXPORT_QUEUE } from './export.service';
import { ABANDONED_MS, ExportJob } from './exporter';

const LOOK_MS = 5_000;
/** A queued export waits its turn this long before it is queued again, should its job have been lost. */
const QUEUED_MS = 120_000;
const HOURLY = '41 * * * *';
const CLEAR_QUEUE = 'export-clear';

/** Gives the exports of dead processes to living ones, and deletes those that are not kept any longer. */
@Injectable()
export class ExportKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ExportKeeper.name);
  private timer?: NodeJS.Timeout;
  private looking = Promise.resolve();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(ExportStore) private readonly files: ExportStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.work(CLEAR_QUEUE, {}, () => this.clear());
    await this.jobs.schedule(CLEAR_QUEUE, HOURLY);
    await this.look();
    this.timer = setInterval(() => {
      this.looking = this.look().catch((error: Error) => this.logger.warn(error.message));
    }, LOOK_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Queues again what its worker has abandoned, over all accounts; of several processes each takes other rows. */
  async look(): Promise<void> {
    const now = this.clock.now();
    const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);
    const [abandoned] = await this.database.query<[ExportJob[], number]>(
      `update export set beat_at = $1, run_id = null, status = 'queued'
        where (status = 'running' and (beat_at is null or beat_at < $2))
           or (status = 'queued' and (beat_at is null or beat_at < $3))
       returning account_id as "accountId", id as "exportId"`,
      [now, before(ABANDONED_MS), before(QUEUED_MS)],
    );
    for (const job of abandoned) await this.jobs.send(EXPORT_QUEUE, job);
  }

  /** Deletes what is not kept any longer, and files that no export knows of. */
  async clear(): Promise<void> {
    const [gone] = await this.database.query<[{ file: string | null }[], number]>(
      'delete from export where expires_at <= $1 returning file',
      [this.clock.now()],
    );
    for (const { file } of gone) if (file) await this.files.remove(file);
    await this.files.removeAllBut(async (files) => {
      const rows = await this.database.query<{ file: string }[]>(
        `select file from export where file = any($1)
         union all select run_id || '.' || format from export where run_id is not null`,
        [files],
      );
      return new Set(rows.map(({ file }) => file));
    });
  }
}
