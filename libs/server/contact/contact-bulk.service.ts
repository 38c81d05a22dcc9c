import { AuditService, Principal } from '@belltower/auth';
import { Invalid } from '@belltower/core';
import {
  ContactBulkAction,
  ContactBulkInput,
  ContactStatus,
  SuppressionSource,
} from '@belltower/dto';
import { PhonebookService } from '@belltower/phonebook';
import { SuppressionService } from '@belltower/suppression';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { BatchRow, ChosenContacts, chosenOf, lastContactId, nextBatch } from './contact-batches';
import { ContactChanges } from './contact-changes';
import { copyContacts, deleteContacts, Done, moveContacts, turnContacts } from './contact-sets';

/** Does something with the contacts of one batch. */
export type Step = (db: EntityManager, rows: readonly BatchRow[]) => Promise<Done>;

/** Actions on many contacts at once. */
@Injectable()
export class ContactBulkService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(PhonebookService) private readonly phonebooks: PhonebookService,
    @Inject(ContactChanges) private readonly changes: ContactChanges,
    @Inject(SuppressionService) private readonly suppressions: SuppressionService,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /**
   * Does it to all of them, and answers how many were changed by it. Large selections are done in batches, each
   * whole in itself; after a failure the same action again does the rest.
   */
  async run(by: Principal, input: ContactBulkInput): Promise<number> {
    const chosen = await chosenOf(input);
    await this.refuseUnknown(by, input);
    const step = await this.stepOf(by, input);
    const affected = await this.inBatches(by, chosen, step);
    const { action, ids, matching, phonebookId, listId } = input;
    const taken = ids ? { ids: ids.length } : { matching };
    await this.audit.record(this.database.manager, by, {
      action: `contact.bulk-${action}`,
      entity: 'contact',
      detail: { ...taken, affected, phonebookId, listId },
    });
    return affected;
  }

  /**
   * Takes batch after batch, each in a transaction of its own with everything that follows from it. `first` is
   * done at the beginning of each, before any contact is locked.
   */
  async inBatches(
    by: Principal,
    chosen: ChosenContacts,
    step: Step,
    first?: (db: EntityManager) => Promise<unknown>,
  ): Promise<number> {
    const { accountId } = by;
    const upTo = await lastContactId(this.database.manager, accountId);
    let after = 0;
    let affected = 0;
    for (;;) {
      const taken = await this.database.transaction(async (db) => {
        await first?.(db);
        const rows = await nextBatch(db, accountId, chosen, after, upTo);
        if (!rows.length) return null;
        const done = await step(db, rows);
        if (done.affected) await this.changes.record(db, accountId, done);
        return { last: rows.at(-1)!.id, affected: done.affected };
      });
      if (!taken) return affected;
      after = taken.last;
      affected += taken.affected;
    }
  }

  /** What an action names without needing it must still be the account's own. */
  private async refuseUnknown(by: Principal, { phonebookId, listId }: ContactBulkInput) {
    if (phonebookId) await this.phonebooks.get(by, phonebookId);
    if (listId) await this.suppressions.listForContacts(by, listId);
  }

  private async stepOf(by: Principal, input: ContactBulkInput): Promise<Step> {
    const { accountId } = by;
    switch (input.action) {
      case ContactBulkAction.Activate:
        return (db, rows) => turnContacts(db, accountId, rows, ContactStatus.Active);
      case ContactBulkAction.Deactivate:
        return (db, rows) => turnContacts(db, accountId, rows, ContactStatus.Inactive);
      case ContactBulkAction.Delete:
        return (db, rows) => deleteContacts(db, accountId, rows);
      case ContactBulkAction.Move: {
        const target = targetOf(input);
        return (db, rows) => moveContacts(db, accountId, rows, target);
      }
      case ContactBulkAction.Copy: {
        const target = targetOf(input);
        return (db, rows) => copyContacts(db, accountId, rows, target);
      }
      case ContactBulkAction.Suppress: {
        const listId = await this.suppressions.listForContacts(by, input.listId);
        return async (db, rows) => {
          const numbers = rows.map(({ number }) => number);
          const source = SuppressionSource.Contacts;
          const affected = await this.suppressions.addNumbers(db, by, listId, numbers, source);
          return { affected, numbers: [], sizes: [] };
        };
      }
    }
  }
}

/** @throws Invalid `contact.no-phonebook` */
function targetOf({ phonebookId }: ContactBulkInput): number {
  if (phonebookId) return phonebookId;
  const message = 'Choose the phonebook that they go to';
  throw new Invalid('contact.no-phonebook', `${message}.`, [{ field: 'phonebookId', message }]);
}
