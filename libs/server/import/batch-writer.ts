import { Account } from '@belltower/auth';
import {
  ContactWatchers,
  firstBeyond,
  firstPresent,
  insertStaged,
  LoadTarget,
  lockPresent,
  stageContacts,
  unstageFrom,
  updateFromStaged,
} from '@belltower/contact';
import { Clock } from '@belltower/core';
import { ImportDuplicates } from '@belltower/dto';
import { PhonebookSizes, PhonebookUses } from '@belltower/phonebook';
import { Inject, Injectable } from '@nestjs/common';
import type { Client } from 'pg';
import { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { Batch, Reject } from './batch';
import { Import } from './import.entity';

/** Somebody else works on the import now: what this run has not committed is theirs to do. */
export class Superseded extends Error {}

/** The room that a batch was cut to has been taken by somebody else. */
class RoomTaken extends Error {
  readonly code = '40001';
}

/** What became of the contacts of a batch. */
interface Outcome {
  imported: number;
  updated: number;
  duplicatesInFile: number;
  duplicatesInPhonebook: number;
  active: number;
}

const NOTHING: Outcome = {
  imported: 0,
  updated: 0,
  duplicatesInFile: 0,
  duplicatesInPhonebook: 0,
  active: 0,
};
/** Deadlock and serialisation failure: the same again succeeds. */
const TRY_AGAIN = ['40P01', '40001'];
const MOST_TRIES = 5;

/**
 * Writes batches, each in one transaction: contacts, the phonebook's size, rejects, campaigns that follow, and
 * how far the import is. So whatever happens, the file's rows up to `position` are done once and the others not at all.
 */
@Injectable()
export class BatchWriter {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PhonebookUses) private readonly uses: PhonebookUses,
    @Inject(PhonebookSizes) private readonly sizes: PhonebookSizes,
    @Inject(ContactWatchers) private readonly watchers: ContactWatchers,
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
    const { accountId, id: importId } = job;
    const target = { accountId, phonebookId: job.phonebookId!, importId, at: this.clock.now() };
    const outcome = await this.load(manager, client, target, job, batch);
    await this.keepRejects(manager, job, batch.rejects);
    await this.grow(manager, target, outcome);
    if (outcome.imported) await this.holdLimit(manager, target);
    // Asked last: a campaign that starts meanwhile either waits for the contacts or is seen here.
    if (outcome.imported || outcome.updated) await this.tellFollowers(manager, target, batch);
    return this.advance(manager, job, runId, batch, outcome);
  }

  private async load(
    db: EntityManager,
    client: Client,
    target: LoadTarget,
    { settings }: Import,
    batch: Batch,
  ): Promise<Outcome> {
    if (!batch.numbers.length) return NOTHING;
    await stageContacts(db, client, batch.copyLines());
    if (settings!.duplicates === ImportDuplicates.Fail) await this.cutAtPresent(db, target, batch);
    await this.cutAtLimit(db, target, batch);
    if (settings!.duplicates === ImportDuplicates.Update) return this.update(db, target, batch);
    const { inserted, active } = await insertStaged(db, target);
    const present = batch.numbers.length - inserted;
    const met = present ? (await this.meet(db, target)).length : 0;
    return {
      imported: inserted,
      active,
      updated: 0,
      duplicatesInPhonebook: met,
      duplicatesInFile: present - met,
    };
  }

  private async update(db: EntityManager, target: LoadTarget, batch: Batch): Promise<Outcome> {
    const present = await lockPresent(db, target);
    const met = new Set(present ? await this.meet(db, target) : []);
    const changed = present ? await updateFromStaged(db, target) : { numbers: [], active: 0 };
    const { inserted, active } = await insertStaged(db, target);
    const updated = changed.numbers.filter((number) => met.has(number)).length;
    return {
      imported: inserted,
      updated,
      active: active + changed.active,
      duplicatesInFile: present - met.size,
      // Those that came in between the lock and the insert are there, and not ours.
      duplicatesInPhonebook: batch.numbers.length - inserted - present + met.size - updated,
    };
  }

  /** Numbers that the phonebook had before this import and that the file has not named until now. */
  private async meet(db: EntityManager, target: LoadTarget): Promise<string[]> {
    const rows = await db.query<{ number: string }[]>(
      `insert into import_met (account_id, import_id, number)
       select $1, $3, number from contact_load s join contact c using (number)
        where c.account_id = $1 and c.phonebook_id = $2 and c.import_id is distinct from $3
       on conflict do nothing returning number`,
      [target.accountId, target.phonebookId, target.importId],
    );
    return rows.map(({ number }) => number);
  }

  private async cutAtPresent(db: EntityManager, target: LoadTarget, batch: Batch): Promise<void> {
    const place = await firstPresent(db, target);
    if (place === undefined) return;
    const number = batch.numbers[place]!;
    await unstageFrom(db, place);
    batch.cutAt(place, `${number} is in the phonebook already`);
  }

  /** Contacts up to the account's limit are kept; the first that finds no room ends the import. */
  private async cutAtLimit(db: EntityManager, target: LoadTarget, batch: Batch): Promise<void> {
    const { accountId } = target;
    const { maxContacts } = await db.getRepository(Account).findOneByOrFail({ id: accountId });
    if (maxContacts === null) return;
    const room = maxContacts - (await this.sizes.ofAccount(db, accountId));
    if (room >= batch.numbers.length) return;
    const place = await firstBeyond(db, target, room);
    if (place === undefined) return;
    await unstageFrom(db, place);
    const limit = maxContacts.toLocaleString('en');
    batch.cutAt(place, `your account’s limit of ${limit} contacts is reached`);
  }

  /** Another import or a form may have taken the same room meanwhile: then this batch is done again. */
  private async holdLimit(db: EntityManager, { accountId }: LoadTarget): Promise<void> {
    const { maxContacts } = await db.getRepository(Account).findOneByOrFail({ id: accountId });
    if (maxContacts === null) return;
    await db.query('select from account where id = $1 for no key update', [accountId]);
    if ((await this.sizes.ofAccount(db, accountId)) > maxContacts) throw new RoomTaken();
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

  private async grow(db: EntityManager, target: LoadTarget, outcome: Outcome): Promise<void> {
    const { accountId, phonebookId } = target;
    const { active, imported: all } = outcome;
    await this.sizes.change(db, accountId, [{ phonebookId, active, all }]);
  }

  private async tellFollowers(db: EntityManager, target: LoadTarget, batch: Batch): Promise<void> {
    const { accountId, phonebookId } = target;
    const uses = await this.uses.of(db, accountId, [phonebookId]);
    if (!uses.some(({ underWay }) => underWay)) return;
    await this.watchers.changed(db, accountId, batch.numbers);
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
