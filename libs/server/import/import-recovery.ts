import { Clock, Jobs } from '@belltower/core';
import { ImportStatus } from '@belltower/dto';
import {
  Inject,
  Injectable,
  Logger,
  OnApplicationBootstrap,
  OnModuleDestroy,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ABANDONED_MS, ImportJob } from './importer';
import { IMPORT_QUEUE, UNDO_QUEUE } from './import-steps';
import { UploadStore } from './upload-store';

const LOOK_MS = 5_000;
/** A queued import waits its turn this long before it is queued again, should its job have been lost. */
const QUEUED_MS = 120_000;
/** An uploaded file that nobody starts is thrown away after a day. */
const FORGOTTEN_MS = 86_400_000;

/** Gives the imports of dead processes to living ones, and throws away what nobody wants any more. */
@Injectable()
export class ImportRecovery implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ImportRecovery.name);
  private timer?: NodeJS.Timeout;
  private looking = Promise.resolve();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(UploadStore) private readonly uploads: UploadStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.uploads.removeLeftovers();
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
    const [abandoned] = await this.database.query<
      [(ImportJob & { status: ImportStatus })[], number]
    >(
      `update import
          set beat_at = $1, run_id = null,
              status = case status when 'running' then 'queued' else status end
        where (status in ('running', 'undoing') and (beat_at is null or beat_at < $2))
           or (status = 'queued' and (beat_at is null or beat_at < $3))
       returning account_id as "accountId", id as "importId", status`,
      [now, before(ABANDONED_MS), before(QUEUED_MS)],
    );
    for (const { accountId, importId, status } of abandoned) {
      const queue = status === ImportStatus.Undoing ? UNDO_QUEUE : IMPORT_QUEUE;
      await this.jobs.send(queue, { accountId, importId });
    }
    const [forgotten] = await this.database.query<[{ file: string }[], number]>(
      `delete from import where status = 'uploaded' and created_at < $1 returning file`,
      [before(FORGOTTEN_MS)],
    );
    for (const { file } of forgotten) await this.uploads.remove(file);
  }
}
