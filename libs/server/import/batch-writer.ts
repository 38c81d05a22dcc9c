import { Clock } from '@belltower/core';
import { ImportKind } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import type { Client } from 'pg';
import { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { Batch, Reject } from './batch';
import { ContactLoader } from './contact-loader';
import { Import } from './import.entity';
import { ListLoader } from './list-loader';
import { Loader, Outcome } from './loader';

/** Somebody else works on the import now: what this run has not committed is theirs to do. */
export class Superseded extends Error {}

/** Deadlock and serialisation failure: the same again succeeds. */
const TRY_AGAIN = ['40P01', '40001'];
const MOST_TRIES = 5;

/**
 * Writes batches, each in one transaction: what they bring, to a phonebook or a list, with everything that follows
 * from it, rejects, and how far the import is. So whatever happens, the file's rows up to `position` are done once and the others not at all.
 */
@Injectable()
export class BatchWriter {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ContactLoader) private readonly contacts: ContactLoader,
    @Inject(ListLoader) private readonly lists: ListLoader,
  ) {}

  /** Answers the import as it stands afterwards. @throws Superseded */
  async write(job: Import, runId: string, batch: Batch): Promise<Import> {
    for (let tries = 1; ; tries++) {
      const runner = this.database.createQueryRunner();
      try {
        const client = (await runner.connect()) as Client;
        await runner.startTransaction();
        const after = await this.writeIn(runner, client, job, runId, batch);
        await runner.commitTransaction();
        return after;
      } catch (error) {
        if (runner.isTransactionActive) await runner.rollbackTransaction();
        const { code } = ((error as { driverError?: unknown }).driverError ?? error) as {
          code?: string;
        };
        if (tries >= MOST_TRIES || !TRY_AGAIN.includes(code ?? '')) throw error;
      } finally {
        await runner.release();
      }
    }
  }

  private async writeIn(
    { manager }: QueryRunner,
    client: Client,
    job: Import,
    runId: string,
    batch: Batch,
  ): Promise<Import> {
    const loader: Loader = job.kind === ImportKind.Contacts ? this.contacts : this.lists;
    const outcome = await loader.load(manager, client, job, batch);
    await this.keepRejects(manager, job, batch.rejects);
    return this.advance(manager, job, runId, batch, outcome);
  }

  private async keepRejects(db: EntityManager, job: Import, rejects: readonly Reject[]) {
    if (!rejects.length) return;
    const column = <K extends keyof Reject>(name: K) => rejects.map((reject) => reject[name]);
    await db.query(
      `insert into import_reject (account_id, import_id, line, reason, cells, text)
       select $1, $2, * from unnest($3::bigint[], $4::text[], $5::int[], $6::text[])`,
      [job.accountId, job.id, column('line'), column('reason'), column('cells'), column('text')],
    );
  }

  private async advance(
    db: EntityManager,
    job: Import,
    runId: string,
    batch: Batch,
    outcome: Outcome,
  ): Promise<Import> {
    const imports = db.getRepository(Import);
    const { affected } = await imports.update(
      { accountId: job.accountId, id: job.id, runId },
      {
        position: job.position + batch.records,
        bytesRead: batch.bytesRead,
        rows: job.rows + batch.rows,
        imported: job.imported + outcome.imported,
        updated: job.updated + outcome.updated,
        duplicatesInFile: job.duplicatesInFile + outcome.duplicatesInFile + batch.repeats.length,
        duplicatesInPhonebook: job.duplicatesInPhonebook + outcome.duplicatesInPhonebook,
        rejected: job.rejected + batch.rejects.length,
        rejectedBecause: counted(job.rejectedBecause, batch.rejects),
        beatAt: this.clock.now(),
        attempts: 0,
      },
    );
    if (!affected) throw new Superseded();
    return imports.findOneByOrFail({ accountId: job.accountId, id: job.id });
  }
}

function counted(
  before: Record<string, string>,
  rejects: readonly Reject[],
): Record<string, string> {
  const counts = new Map(Object.entries(before).map(([kind, count]) => [kind, Number(count)]));
  for (const { kind } of rejects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries([...counts].map(([kind, count]) => [kind, String(count)]));
}
