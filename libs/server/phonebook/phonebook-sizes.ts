import { Queryable } from '@belltower/core';
import { Injectable } from '@nestjs/common';

/** By how much the contacts of one phonebook have grown; negative where they have become fewer. */
export interface SizeChange {
  phonebookId: number;
  active: number;
  all: number;
}

/** The counts of contacts per phonebook. Whoever writes contacts changes them in the same transaction. */
@Injectable()
export class PhonebookSizes {
  /**
   * Adds the changes up. It locks the rows of these phonebooks until the transaction ends, in the order of
   * their ids so that two such changes take turns rather than wait for each other.
   */
  async change(db: Queryable, accountId: number, changes: readonly SizeChange[]): Promise<void> {
    const real = changes.filter(({ active, all }) => active !== 0 || all !== 0);
    if (!real.length) return;
    await db.query(
      `insert into phonebook_size as size (account_id, phonebook_id, active_contacts, all_contacts)
       select $1, id, sum(active), sum("all")
         from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as change (id, active, "all")
        group by id order by id
       on conflict (account_id, phonebook_id) do update
         set active_contacts = size.active_contacts + excluded.active_contacts,
             all_contacts = size.all_contacts + excluded.all_contacts`,
      [
        accountId,
        real.map(({ phonebookId }) => phonebookId),
        real.map(({ active }) => active),
        real.map(({ all }) => all),
      ],
    );
  }

  /** Contacts of the account over all phonebooks. */
  async ofAccount(db: Queryable, accountId: number): Promise<number> {
    const [{ contacts }] = (await db.query(
      `select coalesce(sum(all_contacts), 0)::bigint as contacts from phonebook_size where account_id = $1`,
      [accountId],
    )) as [{ contacts: number }];
    return contacts;
  }
}
