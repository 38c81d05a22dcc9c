import { Principal } from '@belltower/auth';
import { Conflict } from '@belltower/core';
import { CountedPhonebook, PhonebookService } from '@belltower/phonebook';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ContactBulkService, Step } from './contact-bulk.service';
import { copyContacts, deleteContacts, moveContacts } from './contact-sets';

/** Longest name of a phonebook, in characters. */
const LONGEST_NAME = 120;

/** What is done with all contacts of a phonebook. */
@Injectable()
export class PhonebookContentsService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(PhonebookService) private readonly phonebooks: PhonebookService,
    @Inject(ContactBulkService) private readonly bulk: ContactBulkService,
  ) {}

  /**
   * A new phonebook with the same contacts.
   * @throws Conflict `contact.limit-reached`, leaving nothing behind
   */
  async duplicate(by: Principal, id: number): Promise<CountedPhonebook> {
    const { accountId } = by;
    const original = await this.phonebooks.get(by, id);
    const copy = await this.addCopyOf(by, original);
    try {
      await this.bulk.inBatches(by, { matching: { phonebookId: id } }, (db, rows) =>
        copyContacts(db, accountId, rows, copy.id),
      );
    } catch (error) {
      await this.phonebooks.remove(by, [copy.id]);
      throw error;
    }
    return this.phonebooks.get(by, copy.id);
  }

  /**
   * Moves the contacts of a phonebook into another and deletes it; numbers that the other has stay as they are
   * there. Answers the other.
   * @throws Conflict `phonebook.in-use` or `phonebook.merge-into-itself`
   */
  async merge(by: Principal, id: number, into: number): Promise<CountedPhonebook> {
    const { accountId } = by;
    if (id === into) {
      const message = 'Choose another phonebook to merge into';
      throw new Conflict('phonebook.merge-into-itself', `${message}.`, [
        { field: 'into', message },
      ]);
    }
    await this.phonebooks.get(by, into);
    const source = await this.holdForNow(by, id);
    const moved = await this.takeAll(by, id, (db, rows) => moveContacts(db, accountId, rows, into));
    await this.phonebooks.remove(by, [id]);
    await this.database.transaction((db) =>
      this.phonebooks.announce(db, by, 'merged', into, { from: source.name, moved }),
    );
    return this.phonebooks.get(by, into);
  }

  /** Deletes all contacts of a phonebook and keeps it. @throws Conflict `phonebook.in-use` */
  async empty(by: Principal, id: number): Promise<number> {
    const { accountId } = by;
    await this.holdForNow(by, id);
    const removed = await this.takeAll(by, id, (db, rows) => deleteContacts(db, accountId, rows));
    await this.database.transaction((db) =>
      this.phonebooks.announce(db, by, 'emptied', id, { contacts: removed }),
    );
    return removed;
  }

  /** A campaign may have started after a batch: each asks again. */
  private takeAll(by: Principal, id: number, step: Step): Promise<number> {
    return this.bulk.inBatches(by, { matching: { phonebookId: id } }, step, (db) =>
      this.phonebooks.hold(db, by, [id]),
    );
  }

  /** Refuses at once what would be refused at the end. */
  private async holdForNow(by: Principal, id: number): Promise<CountedPhonebook> {
    const [phonebook] = await this.database.transaction((db) => this.phonebooks.hold(db, by, [id]));
    return phonebook!;
  }

  /** Counts up until a name is free. */
  private async addCopyOf(by: Principal, { name, description }: CountedPhonebook) {
    for (let count = 1; ; count++) {
      const ending = count === 1 ? ' (copy)' : ` (copy ${count})`;
      const copyName = [...name].slice(0, LONGEST_NAME - ending.length).join('') + ending;
      try {
        return await this.phonebooks.create(by, { name: copyName, description });
      } catch (error) {
        if (!(error instanceof Conflict) || error.code !== 'phonebook.name-taken') throw error;
      }
    }
  }
}
