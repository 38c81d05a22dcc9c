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
import { EntityManager } from 'typeorm';
import { Batch } from './batch';
import { Import } from './import.entity';
import { Loader, NOTHING, Outcome } from './loader';

/** The room that a batch was cut to has been taken by somebody else. */
class RoomTaken extends Error {
  readonly code = '40001';
}

/** How many more of a phonebook's contacts are active. */
type ContactOutcome = Outcome & { active: number };

/** Writes batches into phonebooks: contacts, the phonebook's size, and word to campaigns that follow. */
@Injectable()
export class ContactLoader implements Loader {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PhonebookUses) private readonly uses: PhonebookUses,
    @Inject(PhonebookSizes) private readonly sizes: PhonebookSizes,
    @Inject(ContactWatchers) private readonly watchers: ContactWatchers,
  ) {}

  async load(db: EntityManager, client: Client, job: Import, batch: Batch): Promise<Outcome> {
    const { accountId, id: importId } = job;
    const target = { accountId, phonebookId: job.phonebookId!, importId, at: this.clock.now() };
    const outcome = await this.write(db, client, target, job, batch);
    await this.grow(db, target, outcome);
    if (outcome.imported) await this.holdLimit(db, target);
    // Asked last: a campaign that starts meanwhile either waits for the contacts or is seen here.
    if (outcome.imported || outcome.updated) await this.tellFollowers(db, target, batch);
    return outcome;
  }

  private async write(
    db: EntityManager,
    client: Client,
    target: LoadTarget,
    { settings }: Import,
    batch: Batch,
  ): Promise<ContactOutcome> {
    if (!batch.numbers.length) return { ...NOTHING, active: 0 };
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

  private async update(
    db: EntityManager,
    target: LoadTarget,
    batch: Batch,
  ): Promise<ContactOutcome> {
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

  private async grow(
    db: EntityManager,
    target: LoadTarget,
    outcome: ContactOutcome,
  ): Promise<void> {
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
}
