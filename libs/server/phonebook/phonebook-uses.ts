import { Queryable } from '@belltower/core';
import { Injectable } from '@nestjs/common';

/** A campaign that names a phonebook and has not ended. */
export interface PhonebookUse {
  phonebookId: number;
  campaignId: number;
  campaignName: string;
  /** Whether it is running or paused, so that its phonebooks cannot be taken away. */
  underWay: boolean;
}

/** Who uses these phonebooks of the account. */
export type PhonebookUsers = (
  db: Queryable,
  accountId: number,
  phonebookIds: readonly number[],
) => Promise<PhonebookUse[]>;

/**
 * Who uses phonebooks. The module that names them registers itself, as phonebooks know nothing of what
 * stands above them.
 */
@Injectable()
export class PhonebookUses {
  private readonly users: PhonebookUsers[] = [];

  register(users: PhonebookUsers): void {
    this.users.push(users);
  }

  async of(
    db: Queryable,
    accountId: number,
    phonebookIds: readonly number[],
  ): Promise<PhonebookUse[]> {
    const uses = await Promise.all(this.users.map((users) => users(db, accountId, phonebookIds)));
    return uses.flat();
  }
}
