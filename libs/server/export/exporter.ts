import { Clock, Config, JobContext, listingFile, ZipTooLarge } from '@belltower/core';
import { ExportStatus } from '@belltower/dto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DataSource, EntityManager, IsNull, LessThan } from 'typeorm';
import { ExportNews } from './export-news';
import { ExportSources } from './export-sources';
import { ExportStore } from './export-store';
import { Export } from './export.entity';

/** Which export a job is about. */
export interface ExportJob {
  accountId: number;
  exportId: number;
}

/** An export whose worker has not shown a sign of life for this long is free for another. */
export const ABANDONED_MS = 15_000;
/** Runs that end in an error until nobody tries again. */
const MOST_ATTEMPTS = 3;
/** Two signs a second are as live as a person can read. */
const PROGRESS_MS = 500;
const BEAT_MS = 5_000;
const DAY_MS = 86_400_000;
/** What has no file is soon out of the way. */
export const CANCELLED_KEPT_MS = 3_600_000;

/** Somebody else works on the export now, or it is gone. */
class Superseded extends Error {}
/** Somebody has cancelled it, or the process stops. */
class BrokenOff extends Error {}

/** Writes exports to files, one at a time; one that is broken off is begun anew. */
@Injectable()
export class Exporter {
  private readonly logger = new Logger(Exporter.name);
  private readonly keptMs: number;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ExportSources) private readonly sources: ExportSources,
    @Inject(ExportStore) private readonly files: ExportStore,
    @Inject(ExportNews) private readonly news: ExportNews,
    @Inject(Config) { EXPORT_KEEP_DAYS }: Readonly<Config>,
  ) {
    this.keptMs = EXPORT_KEEP_DAYS * DAY_MS;
  }

  /** Returns when the export has ended, belongs to somebody else, or the process stops. */
  async run({ accountId, exportId: id }: ExportJob, { signal }: Pick<JobContext, 'signal'>) {
    const runId = randomUUID();
    const job = await this.claim(accountId, id, runId);
    if (!job) return;
    // Never that of a run before it, which may be writing still.
    const file = `${runId}.${job.format}`;
    // Where few rows match, the first of them may be long in coming.
    const beat = setInterval(() => void this.beat(job, runId), BEAT_MS);
    try {
      await this.write(job, runId, file, signal);
    } catch (error) {
      await this.files.remove(file);
      if (!(error instanceof Superseded)) await this.giveUp(job, runId, error as Error);
    } finally {
      clearInterval(beat);
    }
  }

  private async claim(accountId: number, id: number, runId: string): Promise<Export | null> {
    const now = this.clock.now();
    const abandoned = new Date(now.getTime() - ABANDONED_MS);
    const exports = this.database.getRepository(Export);
    const own = { accountId, id };
    const { affected } = await exports.update(
      [
        { ...own, status: ExportStatus.Queued },
        { ...own, status: ExportStatus.Running, beatAt: IsNull() },
        { ...own, status: ExportStatus.Running, beatAt: LessThan(abandoned) },
      ],
      {
        ...{ status: ExportStatus.Running, runId, beatAt: now, rows: 0, sizeBytes: 0 },
        attempts: () => 'attempts + 1',
      },
    );
    return affected ? exports.findOneByOrFail(own) : null;
  }

  private async write(
    job: Export,
    runId: string,
    file: string,
    signal: AbortSignal,
  ): Promise<void> {
    const listing = await this.sources.listing(job, job.kind, job.filters);
    let rows = 0;
    let told = 0;
    const { filename, pieces } = listingFile(listing, job.format, (count) => (rows = count));
    const sizeBytes = await this.files.write(file, pieces, async (bytes) => {
      if (signal.aborted) throw new BrokenOff();
      if (Date.now() - told < PROGRESS_MS) return;
      told = Date.now();
      await this.advance(job, runId, rows, bytes);
    });
    await this.end(job, runId, {
      ...{ status: ExportStatus.Finished, rows, sizeBytes, file },
      fileName: nameOf(filename, this.clock.now()),
    });
  }

  private async advance(
    { accountId, id }: Export,
    runId: string,
    rows: number,
    sizeBytes: number,
  ): Promise<void> {
    const exports = this.database.getRepository(Export);
    const own = { accountId, id, runId };
    const { affected } = await exports.update(own, { rows, sizeBytes, beatAt: this.clock.now() });
    if (!affected) throw new Superseded();
    const { cancelRequested } = await exports.findOneByOrFail({ accountId, id });
    if (cancelRequested) throw new BrokenOff();
    await this.news.progress({ accountId, id });
  }

  private async end(
    { accountId, id }: Export,
    runId: string,
    values: Partial<Export>,
  ): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (db) => {
      const isCancelled = values.status === ExportStatus.Cancelled;
      const keptMs = isCancelled ? CANCELLED_KEPT_MS : this.keptMs;
      const expiresAt = new Date(now.getTime() + keptMs);
      await this.update(db, { accountId, id, runId }, { ...values, endedAt: now, expiresAt });
      await this.news.ended(db, await db.getRepository(Export).findOneByOrFail({ accountId, id }));
    });
  }

  private async beat({ accountId, id }: Export, runId: string): Promise<void> {
    try {
      const beatAt = this.clock.now();
      await this.database.getRepository(Export).update({ accountId, id, runId }, { beatAt });
    } catch (error) {
      // The run itself will meet whatever is wrong with the database, and deal with it.
      this.logger.warn(`export ${id}: no beat: ${(error as Error).message}`);
    }
  }

  /** What cannot be written is tried again a few times; what somebody cancelled is not. */
  private async giveUp(job: Export, runId: string, error: Error): Promise<void> {
    const { accountId, id, attempts } = job;
    const now = await this.database.getRepository(Export).findOneBy({ accountId, id, runId });
    if (!now) return;
    if (now.cancelRequested) return this.end(job, runId, { status: ExportStatus.Cancelled });
    const isBroken = error instanceof BrokenOff;
    if (!isBroken) this.logger.error(error);
    if (isBroken || (attempts < MOST_ATTEMPTS && !(error instanceof ZipTooLarge))) {
      const free = { status: ExportStatus.Queued, runId: null, beatAt: null };
      const tries = isBroken ? { attempts: attempts - 1 } : {};
      return this.update(this.database.manager, { accountId, id, runId }, { ...free, ...tries });
    }
    const problem =
      error instanceof ZipTooLarge
        ? 'It is too large for a workbook: take CSV, or a shorter period'
        : 'Something went wrong here, and has been logged: try again, or ask for help';
    await this.end(job, runId, { status: ExportStatus.Failed, problem });
  }

  private async update(
    db: EntityManager,
    own: Pick<Export, 'accountId' | 'id'> & { runId: string },
    values: Partial<Export>,
  ): Promise<void> {
    const { affected } = await db.getRepository(Export).update(own, values);
    if (!affected) throw new Superseded();
  }
}

/** `calls-2026-11-29.csv` */
function nameOf(filename: string, at: Date): string {
  const day = at.toISOString().slice(0, 10);
  return filename.replace(/(\.\w+)$/, `-${day}$1`);
}
