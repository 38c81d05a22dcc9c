import { ContactChanges, deleteImported } from '@belltower/contact';
import { Clock, JobContext } from '@belltower/core';
import { ImportStatus } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ImportNews } from './import-news';
import { Import } from './import.entity';
import type { ImportJob } from './importer';

const BATCH_CONTACTS = 5_000;

/** Takes imports back: deletes the contacts that they created and that are still in their phonebook. */
@Injectable()
export class Undoer {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ImportNews) private readonly news: ImportNews,
    @Inject(ContactChanges) private readonly changes: ContactChanges,
  ) {}

  /** Can be done again after a crash: it goes on with what is still there. */
  async run({ accountId, importId: id }: ImportJob, { signal }: Pick<JobContext, 'signal'>) {
    const imports = this.database.getRepository(Import);
    const job = await imports.findOneBy({ accountId, id, status: ImportStatus.Undoing });
    if (!job?.phonebookId || !job.startedAt) return;
    // Deleted rows stay in the index until they are vacuumed: each batch starts where the last one ended.
    let from: Date | null = job.startedAt;
    while (from && !signal.aborted) from = await this.takeBack(job, from);
    if (from) return void (await imports.update({ accountId, id }, { beatAt: null }));
    await imports.update(
      { accountId, id, status: ImportStatus.Undoing },
      { status: ImportStatus.Undone, beatAt: null },
    );
    await this.tell(accountId, id);
  }

  /** Answers where to go on; null when nothing is left. */
  private async takeBack(job: Import, from: Date): Promise<Date | null> {
    const { accountId, id: importId, startedAt, endedAt } = job;
    const phonebookId = job.phonebookId!;
    const gone = await this.database.transaction(async (db) => {
      const deleted = await deleteImported(
        db,
        { accountId, phonebookId, importId, from, until: endedAt ?? startedAt! },
        BATCH_CONTACTS,
      );
      if (!deleted.numbers.length) return deleted;
      const { numbers, active } = deleted;
      const sizes = [{ phonebookId, active: -active, all: -numbers.length }];
      await this.changes.record(db, accountId, { numbers, sizes });
      const count = deleted.numbers.length;
      await db.query(
        'update import set undone = undone + $3, beat_at = $4 where account_id = $1 and id = $2',
        [accountId, importId, count, this.clock.now()],
      );
      return deleted;
    });
    await this.tell(accountId, importId);
    return gone.upTo;
  }

  private async tell(accountId: number, id: number): Promise<void> {
    const state = await this.database.getRepository(Import).findOneByOrFail({ accountId, id });
    await this.news.progress(state);
  }
}
