import { Clock } from '@belltower/core';
import { ImportKind } from '@belltower/dto';
import {
  CLEARING_WORDS,
  insertStagedNumbers,
  ListedNumbers,
  ListTarget,
  numbersBefore,
  OF_PLATFORM,
  ofAccount,
  Scope,
  stageNumbers,
} from '@belltower/suppression';
import { Inject, Injectable } from '@nestjs/common';
import type { Client } from 'pg';
import { EntityManager } from 'typeorm';
import { Batch } from './batch';
import { Import } from './import.entity';
import { Loader, NOTHING, Outcome } from './loader';

/** Writes batches onto do-not-call lists. What is on the list already stays as it is. */
@Injectable()
export class ListLoader implements Loader {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ListedNumbers) private readonly numbers: ListedNumbers,
  ) {}

  async load(db: EntityManager, client: Client, job: Import, batch: Batch): Promise<Outcome> {
    if (!batch.numbers.length) return NOTHING;
    const scope = scopeOf(job);
    const target = { scope, listId: job.listId!, importId: job.id, at: this.clock.now() };
    const problem = await whyClosed(db, target);
    if (problem) {
      batch.cutAt(0, problem);
      return NOTHING;
    }
    await stageNumbers(db, client, batch.copyLines());
    const imported = await insertStagedNumbers(db, target);
    const present = batch.numbers.length - imported;
    const before = present ? await this.meet(db, job, target) : 0;
    // Last, as everybody who changes the list waits for its count.
    await this.numbers.grow(db, scope, target.listId, imported);
    return {
      ...NOTHING,
      imported,
      duplicatesInPhonebook: before,
      duplicatesInFile: present - before,
    };
  }

  /** How many of the batch's numbers the list had before this import and the file has not named until now. */
  private async meet(db: EntityManager, job: Import, target: ListTarget): Promise<number> {
    const numbers = (await numbersBefore(db, target)).map(({ number }) => number);
    const rows = await db.query<unknown[]>(
      `insert into import_met (account_id, import_id, number)
       select $1, $2, unnest($3::text[]) on conflict do nothing returning 1`,
      [job.accountId, job.id, numbers],
    );
    return rows.length;
  }
}

/** Why nothing can come onto the list; null where it can, until the transaction ends. */
async function whyClosed(db: EntityManager, { scope, listId }: ListTarget): Promise<string | null> {
  const lists = db.getRepository(scope.List);
  const where = { ...scope.own, id: listId };
  const list = await lists.findOne({ where, lock: { mode: 'for_key_share' } });
  if (!list) return 'the list has been deleted';
  return list.clearing && `the list is being ${CLEARING_WORDS[list.clearing]}`;
}

/** Whose lists an import of numbers goes to. */
export function scopeOf({ kind, accountId }: Pick<Import, 'kind' | 'accountId'>): Scope {
  return kind === ImportKind.Platform ? OF_PLATFORM : ofAccount(accountId);
}
