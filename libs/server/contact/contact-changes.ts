import { AccountService } from '@belltower/auth';
import { Conflict, Notifications } from '@belltower/core';
import { PhonebookSizes, SizeChange } from '@belltower/phonebook';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ContactWatchers } from './contact-watchers';

/** What a transaction did to contacts. */
export interface ContactChange {
  /** Numbers (E.164) that joined, left, or changed their status or phonebook. */
  numbers: readonly string[];
  sizes: readonly SizeChange[];
}

/** What follows from every change of contacts, whoever makes it: a form, a bulk action, an import. */
@Injectable()
export class ContactChanges {
  constructor(
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(PhonebookSizes) private readonly sizes: PhonebookSizes,
    @Inject(ContactWatchers) private readonly watchers: ContactWatchers,
    @Inject(Notifications) private readonly notifications: Notifications,
  ) {}

  /**
   * Counts, holds the account to its limit, tells the watchers and the panels; within the transaction of the
   * change, after its writes.
   * @throws Conflict `contact.limit-reached`, and the change with it
   */
  async record(
    db: EntityManager,
    accountId: number,
    { numbers, sizes }: ContactChange,
  ): Promise<void> {
    await this.sizes.change(db, accountId, sizes);
    const grown = sizes.reduce((sum, { all }) => sum + all, 0);
    if (grown > 0) await this.refuseBeyondLimit(db, accountId);
    await this.watchers.changed(db, accountId, numbers);
    await this.notifications.publish(db, { accountId, topic: 'contact' });
  }

  /** The account's row is locked first: two that add the last contact at once take turns. */
  private async refuseBeyondLimit(db: EntityManager, accountId: number): Promise<void> {
    const { maxContacts } = await this.accounts.get(accountId, db);
    if (maxContacts === null) return;
    await db.query('select from account where id = $1 for no key update', [accountId]);
    const contacts = await this.sizes.ofAccount(db, accountId);
    if (contacts <= maxContacts) return;
    throw new Conflict(
      'contact.limit-reached',
      `Your account may hold ${maxContacts.toLocaleString('en')} contacts (its limit “Contacts”); ` +
        `this would make ${contacts.toLocaleString('en')}.`,
    );
  }
}

/** The changes of size that rows of contacts cause when they come (`+1`) or go (`-1`). */
export function sizesOf(
  rows: readonly { phonebookId: number; status: string }[],
  direction: 1 | -1,
): SizeChange[] {
  const byPhonebook = new Map<number, SizeChange>();
  for (const { phonebookId, status } of rows) {
    const size = byPhonebook.get(phonebookId) ?? { phonebookId, active: 0, all: 0 };
    size.all += direction;
    if (status === 'active') size.active += direction;
    byPhonebook.set(phonebookId, size);
  }
  return [...byPhonebook.values()];
}
