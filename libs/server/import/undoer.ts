import { ContactChanges, deleteImported } from '@belltower/contact';
import { Clock, JobContext } from '@belltower/core';
import { ImportKind, ImportStatus } from '@belltower/dto';
import { importedNumbers, ListedNumbers } from '@belltower/suppression';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { ImportNews } from './import-news';
import { Import } from './import.entity';
import type { ImportJob } from './importer';
import { scopeOf } from './list-loader';

const BATCH_ROWS = 5_000;

/** What a batch of an undo took, and the newest moment among it: null when nothing is left. */
interface Gone {
  count: number;
  upTo: Date | null;
}

/** Takes imports back: deletes what they brought and is still in its phonebook or on its list. */
@Injectable()
export class Undoer {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ImportNews) private readonly news: ImportNews,
    @Inject(ContactChanges) private readonly changes: ContactChanges,
    @Inject(ListedNumbers) private readonly numbers: ListedNumbers,
  ) {}

  /** Can be done again after a crash: it goes on with what is still there. */
  async run({ accountId, importId: id }: ImportJob, { signal }: Pick<JobContext, 'signal'>) {
    const imports = this.database.getRepository(Import);
    const job = await imports.findOneBy({ accountId, id, status: ImportStatus.Undoing });
    if (!job?.startedAt) return;
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
    const { accountId, id } = job;
    const upTo = await this.database.transaction(async (db) => {
      const isOfContacts = job.kind === ImportKind.Contacts;
      const gone = isOfContacts
        ? await this.takeContacts(db, job, from)
        : await this.takeNumbers(db, job, from);
      await db.query(
        'update import set undone = undone + $3, beat_at = $4 where account_id = $1 and id = $2',
        [accountId, id, gone.count, this.clock.now()],
      );
      return gone.upTo;
    });
    await this.tell(accountId, id);
    return upTo;
  }

  /** Numbers that leave a list may be called again, unless something else forbids it. */
  private async takeNumbers(db: EntityManager, job: Import, from: Date): Promise<Gone> {
    const { id: importId, startedAt, endedAt } = job;
    const target = { scope: scopeOf(job), listId: job.listId!, importId };
    const until = endedAt ?? startedAt!;
    const { ids, upTo } = await importedNumbers(db, { ...target, from, until }, BATCH_ROWS);
    return { count: await this.numbers.takeOff(db, target.scope, ids), upTo };
  }

  private async takeContacts(db: EntityManager, job: Import, from: Date): Promise<Gone> {
    const { accountId, id: importId, startedAt, endedAt } = job;
    const phonebookId = job.phonebookId!;
    const deleted = await deleteImported(
      db,
      { accountId, phonebookId, importId, from, until: endedAt ?? startedAt! },
      BATCH_ROWS,
    );
    const { numbers, active, upTo } = deleted;
    const count = numbers.length;
    if (!count) return { count, upTo };
    const sizes = [{ phonebookId, active: -active, all: -count }];
    await this.changes.record(db, accountId, { numbers, sizes });
    return { count, upTo };
  }

  private async tell(accountId: number, id: number): Promise<void> {
    const state = await this.database.getRepository(Import).findOneByOrFail({ accountId, id });
    await this.news.progress(state);
  }
}
