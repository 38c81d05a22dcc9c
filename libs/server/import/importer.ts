import { Clock, JobContext } from '@belltower/core';
import { ImportStartInput, ImportStatus } from '@belltower/dto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DataSource, In, IsNull, LessThan } from 'typeorm';
import { Batch } from './batch';
import { BatchWriter, Superseded } from './batch-writer';
import { FileFormat, rowsOf } from './file-rows';
import { ImportNews } from './import-news';
import { Import } from './import.entity';
import { batchesFor } from './reader-for';
import { FILE_MISSING, UploadStore } from './upload-store';

/** Which import a job is about. */
export interface ImportJob {
  accountId: number;
  importId: number;
}

/** An import whose worker has not shown a sign of life for this long is free for another. */
export const ABANDONED_MS = 15_000;
const BEAT_MS = 5_000;
/** Runs that end in an error before a batch is committed, until nobody tries again. */
const MOST_ATTEMPTS = 5;

/** Rows of one batch, and their bytes: what is lost and done again when a process dies. */
const BATCH_ROWS = 10_000;
const BATCH_BYTES = 8_388_608;
/** Two signs a second are as live as a person can read. */
const PROGRESS_MS = 500;

/** Does imports: reads the file and writes it batch by batch, from where the last batch was committed. */
@Injectable()
export class Importer {
  private readonly logger = new Logger(Importer.name);

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ImportNews) private readonly news: ImportNews,
    @Inject(UploadStore) private readonly uploads: UploadStore,
    @Inject(BatchWriter) private readonly writer: BatchWriter,
  ) {}

  /** Returns when the import has ended, belongs to somebody else, or the process stops. */
  async run({ accountId, importId: id }: ImportJob, { signal }: Pick<JobContext, 'signal'>) {
    const runId = randomUUID();
    const job = await this.claim(accountId, id, runId);
    if (!job) return;
    const beat = setInterval(() => void this.beat(job, runId), BEAT_MS);
    try {
      await this.work(job, runId, signal);
    } catch (error) {
      if (error instanceof Superseded) return;
      await this.fail(job, runId, error as Error);
    } finally {
      clearInterval(beat);
    }
  }

  private async claim(accountId: number, id: number, runId: string): Promise<Import | null> {
    const now = this.clock.now();
    const abandoned = new Date(now.getTime() - ABANDONED_MS);
    const imports = this.database.getRepository(Import);
    const own = { accountId, id };
    const { affected } = await imports.update(
      [
        { ...own, status: ImportStatus.Queued },
        { ...own, status: ImportStatus.Running, beatAt: IsNull() },
        { ...own, status: ImportStatus.Running, beatAt: LessThan(abandoned) },
      ],
      {
        status: ImportStatus.Running,
        runId,
        beatAt: now,
        startedAt: () => `coalesce(started_at, '${now.toISOString()}')`,
        attempts: () => 'attempts + 1',
      },
    );
    return affected ? imports.findOneByOrFail(own) : null;
  }

  private async work(job: Import, runId: string, signal: AbortSignal): Promise<void> {
    let state = job;
    let told = 0;
    let stop: Batch['stop'];
    let writing = Promise.resolve();
    const write = async (batch: Batch) => {
      state = await this.writer.write(state, runId, batch);
      // Whether a batch ends the import is often known only after its numbers have met the phonebook's.
      stop ??= batch.stop;
      if (Date.now() - told < PROGRESS_MS) return;
      told = Date.now();
      await this.news.progress(state);
    };
    const ended = () => signal.aborted || state.cancelRequested || stop;
    for await (const batch of this.batches(job)) {
      // The next batch is read while the one before it is written.
      await writing;
      if (ended()) break;
      writing = write(batch);
      // A rejection is dealt with when the next batch is ready, and must not be called unhandled until then.
      writing.catch(() => undefined);
    }
    await writing;
    if (signal.aborted && !state.cancelRequested) return this.release(job, runId);
    await this.end(state, runId, stop);
  }

  /** The rows of the file from where the last committed batch ended. */
  private async *batches({ accountId, position, ...job }: Import): AsyncGenerator<Batch> {
    const settings = job.settings as ImportStartInput & FileFormat & { columns: string[] };
    const path = this.uploads.pathOf(job.file!);
    const isHeading = (line: number) => settings.header && position === 0 && line === 0;
    const reading = { ...settings, defaultCountry: settings.defaultCountry! };
    const next = batchesFor(job.kind, reading, settings.duplicates);
    let batch = next();
    let bytes = 0;
    let record = 0;
    for await (const { rows, bytesRead } of rowsOf(path, settings, position)) {
      for (const row of rows) {
        if (isHeading(record++)) batch.records++;
        else batch.add(row);
        bytes += row.raw.length;
        batch.bytesRead = bytesRead;
        if (batch.records < BATCH_ROWS && bytes < BATCH_BYTES && !batch.stop) continue;
        yield batch;
        batch = next();
        bytes = 0;
      }
    }
    this.logger.debug(`import ${job.id} of account ${accountId} read to its end`);
    batch.bytesRead = job.sizeBytes;
    yield batch;
  }

  private async end(state: Import, runId: string, stop: Batch['stop']): Promise<void> {
    const { accountId, id } = state;
    const stoppedBecause = stop ? `Line ${stop.line}: ${stop.reason}` : null;
    const status = stop
      ? ImportStatus.Stopped
      : state.cancelRequested
        ? ImportStatus.Cancelled
        : ImportStatus.Finished;
    await this.close(accountId, id, runId, status, stoppedBecause);
  }

  /** Ends the run, and throws away what only a running import needs. */
  private async close(
    accountId: number,
    id: number,
    runId: string,
    status: ImportStatus,
    stoppedBecause: string | null,
  ): Promise<void> {
    const file = await this.database.transaction(async (db) => {
      const imports = db.getRepository(Import);
      const job = await imports.findOneByOrFail({ accountId, id });
      const { affected } = await imports.update(
        { accountId, id, runId, status: In([ImportStatus.Running]) },
        {
          status,
          stoppedBecause,
          endedAt: this.clock.now(),
          runId: null,
          beatAt: null,
          file: null,
        },
      );
      if (!affected) throw new Superseded();
      await db.query('delete from import_met where account_id = $1 and import_id = $2', [
        accountId,
        id,
      ]);
      await this.news.ended(db, await imports.findOneByOrFail({ accountId, id }));
      return job.file;
    });
    if (file) await this.uploads.remove(file);
  }

  /** Leaves the import to whoever comes next. */
  private async release({ accountId, id }: Import, runId: string): Promise<void> {
    const unclaimed = { status: ImportStatus.Queued, runId: null, beatAt: null };
    await this.database.getRepository(Import).update({ accountId, id, runId }, unclaimed);
  }

  private async beat({ accountId, id }: Import, runId: string): Promise<void> {
    try {
      const beatAt = this.clock.now();
      await this.database.getRepository(Import).update({ accountId, id, runId }, { beatAt });
    } catch (error) {
      // The run itself will meet whatever is wrong with the database, and deal with it.
      this.logger.warn(`import ${id}: no beat: ${(error as Error).message}`);
    }
  }

  /** A file that cannot be read will not be readable later; anything else is tried again a few times. */
  private async fail(job: Import, runId: string, error: Error): Promise<void> {
    this.logger.error(error);
    const { accountId, id, attempts } = job;
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!gone && attempts < MOST_ATTEMPTS) return this.release(job, runId);
    const reason = gone
      ? FILE_MISSING
      : 'Something went wrong here, and has been logged: upload the file again, or ask for help';
    await this.close(accountId, id, runId, ImportStatus.Stopped, reason);
  }
}
