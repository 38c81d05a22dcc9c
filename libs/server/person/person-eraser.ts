import { AuditService, Principal } from '@belltower/auth';
import { Conflict } from '@belltower/core';
import {
  PersonEraseInput,
  PersonErasedView,
  PersonPartView,
  SuppressionSource,
} from '@belltower/dto';
import { SuppressionService } from '@belltower/suppression';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout } from 'node:timers/promises';
import { DataSource, EntityManager } from 'typeorm';
import { Person } from './person';
import { BeingClaimed } from './person-places';
import { beyondReach, countParts } from './person-parts';
import { PersonRows } from './person-rows';
import { PersonService } from './person.service';

/** A claim or a report takes milliseconds; what is tried again so often is held by something that hangs. */
const TRIES = 20;
const RETRY_MS = 50;
/** PostgreSQL's code for a transaction that was ended so that another could go on. */
const DEADLOCK = '40P01';

/** Erases all that an account keeps of one person, but for what says that they are to be left alone. */
@Injectable()
export class PersonEraser {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(PersonService) private readonly persons: PersonService,
    @Inject(PersonRows) private readonly rows: PersonRows,
    @Inject(SuppressionService) private readonly suppressions: SuppressionService,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /**
   * All of it or nothing, for good.
   * @throws Invalid `person.number-invalid`, Conflict `person.under-way` while the number is being reached
   */
  async erase(by: Principal, input: PersonEraseInput): Promise<PersonErasedView> {
    const person = await this.persons.named(by, input.number);
    const listId = input.doNotCall
      ? await this.suppressions.listForContacts(by, input.listId ?? undefined)
      : null;
    for (let tries = 1; ; tries++) {
      try {
        return await this.database.transaction((db) => this.eraseIn(db, by, person, listId));
      } catch (error) {
        if (!isPassing(error)) throw error;
        if (tries === TRIES) throw busy();
        await setTimeout(RETRY_MS);
      }
    }
  }

  private async eraseIn(
    db: EntityManager,
    by: Principal,
    person: Person,
    listId: number | null,
  ): Promise<PersonErasedView> {
    const parts = await countParts(db, person);
    await this.rows.erase(db, person);
    const listName = listId === null ? null : await this.leaveAlone(db, by, person, listId);
    await this.audit.record(db, by, {
      action: 'person.erased',
      entity: 'person',
      detail: { ...totalsOf(parts), doNotCall: listName },
    });
    return { parts, listName, ...(await beyondReach(db, person.accountId)) };
  }

  /** Answers the name of the list. */
  private async leaveAlone(
    db: EntityManager,
    by: Principal,
    { accountId, number }: Person,
    listId: number,
  ): Promise<string | null> {
    await this.suppressions.addNumbers(db, by, listId, [number], SuppressionSource.Erasure);
    const [list] = await db.query<{ name: string }[]>(
      'select name from suppression_list where account_id = $1 and id = $2',
      [accountId, listId],
    );
    return list?.name ?? null;
  }
}

/** What there was, without what there was nothing of: it says how much, and of whom nothing. */
function totalsOf(parts: readonly PersonPartView[]): Record<string, number> {
  return Object.fromEntries(
    parts.filter(({ count }) => count > 0).map(({ part, count }) => [part, count]),
  );
}

function isPassing(error: unknown): boolean {
  return error instanceof BeingClaimed || (error as { code?: string }).code === DEADLOCK;
}

function busy(): Conflict {
  return new Conflict(
    'person.busy',
    'This number is being worked on at this moment. Nothing was erased: try again.',
  );
}
