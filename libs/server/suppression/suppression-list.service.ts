import { AuditService, Principal } from '@belltower/auth';
import {
  Conflict,
  containing,
  keysetPage,
  KeysetSorts,
  Naming,
  NotFound,
  refusingTakenName,
} from '@belltower/core';
import { Page, SuppressionListInput, SuppressionListQuery } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { ListedNumbers } from './listed-numbers';
import { ListRow, ofAccount, Scope } from './list-scope';

const SORTS: KeysetSorts = {
  columns: {
    name: { expression: 'lower(list.name)', type: 'text' },
    numbers: { expression: 'list.numbers', type: 'bigint' },
    createdAt: { expression: 'list.created_at', type: 'timestamptz' },
  },
  fallback: 'name',
  id: 'list.id',
};

/** What a list is written with; the platform's hold everywhere, and do not say so. */
export type ListInput = Pick<SuppressionListInput, 'name'> & Partial<SuppressionListInput>;

/** Do-not-call lists, of an account or of the platform. */
@Injectable()
export class SuppressionListService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(ListedNumbers) private readonly numbers: ListedNumbers,
  ) {}

  async list(scope: Scope, query: SuppressionListQuery): Promise<Page<ListRow>> {
    const lists = this.database.createQueryBuilder(scope.List, 'list');
    const { accountId } = scope;
    if (accountId === null) lists.where('true');
    else lists.where('list.account_id = :accountId', { accountId });
    if (query.q) lists.andWhere('list.name ilike :q', { q: containing(query.q) });
    return keysetPage(lists, query, SORTS);
  }

  /** @throws NotFound `suppression-list.not-found` */
  async get(scope: Scope, id: number, db: EntityManager = this.database.manager): Promise<ListRow> {
    const list = await db.getRepository(scope.List).findOneBy({ ...scope.own, id });
    if (!list) throw new NotFound('suppression-list.not-found', 'There is no such list.');
    return list;
  }

  /** @throws Conflict `suppression-list.name-taken` */
  async create(scope: Scope, by: Principal, input: ListInput): Promise<ListRow> {
    return this.database.transaction(async (db) => {
      const lists = db.getRepository(scope.List);
      const list = lists.create({ ...scope.own, ...valuesOf(input) });
      await refusingTakenName(namingOf(scope), input.name, () => lists.insert(list));
      await this.remember(db, scope, by, 'created', list.id, valuesOf(input));
      return this.get(scope, list.id, db);
    });
  }

  /** @throws Conflict `suppression-list.name-taken` */
  async replace(scope: Scope, by: Principal, id: number, input: ListInput): Promise<ListRow> {
    const before = await this.get(scope, id);
    const after = await this.database.transaction(async (db) => {
      await refusingTakenName(namingOf(scope), input.name, () =>
        db.getRepository(scope.List).update({ ...scope.own, id }, valuesOf(input)),
      );
      await this.remember(db, scope, by, 'changed', id, valuesOf(input));
      return this.get(scope, id, db);
    });
    if (before.everywhere && !after.everywhere) {
      await this.tellNarrowed(scope, id);
    }
    return after;
  }

  /** Takes every number off a list, which may be called again unless something else forbids it. Answers how many. */
  async empty(scope: Scope, by: Principal, id: number): Promise<number> {
    const { name } = await this.get(scope, id);
    const taken = await this.emptyOut(scope, id);
    await this.database.transaction((db) =>
      this.remember(db, scope, by, 'emptied', id, { name, numbers: taken }),
    );
    return taken;
  }

  /** Deletes a list with its numbers, which may be called again unless something else forbids it. */
  async remove(scope: Scope, by: Principal, id: number): Promise<void> {
    const { name } = await this.get(scope, id);
    const taken = await this.emptyOut(scope, id);
    await this.database.transaction(async (db) => {
      await db.getRepository(scope.List).findOne({
        where: { ...scope.own, id },
        lock: { mode: 'pessimistic_write' },
      });
      // What has come in between: the lock keeps out what would come now.
      let late = 0;
      for (let more = -1; more !== 0; late += more) more = await this.numbers.empty(db, scope, id);
      await db.getRepository(scope.List).delete({ ...scope.own, id });
      await this.remember(db, scope, by, 'deleted', id, { name, numbers: taken + late });
    });
  }

  /** The account's eldest list that holds for every campaign; made where there is none. */
  async everywhere(by: Principal): Promise<ListRow> {
    const scope = ofAccount(by.accountId);
    const eldest = await this.database.getRepository(scope.List).findOne({
      where: { ...scope.own, everywhere: true },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    if (eldest) return eldest;
    for (let count = 1; ; count++) {
      const name = count === 1 ? 'Do not call' : `Do not call ${count}`;
      try {
        return await this.create(scope, by, { name, everywhere: true });
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
    }
  }

  /** In batches, as a transaction over millions of rows would hold up the queue. */
  private async emptyOut(scope: Scope, id: number): Promise<number> {
    let taken = 0;
    for (let more = -1; more !== 0; taken += more) {
      more = await this.database.transaction((db) => this.numbers.empty(db, scope, id));
    }
    return taken;
  }

  private async tellNarrowed(scope: Scope, id: number): Promise<void> {
    for (let after: number | null = 0; after !== null;) {
      const from: number = after;
      after = await this.database.transaction((db) => this.numbers.narrowed(db, scope, id, from));
    }
  }

  private async remember(
    db: EntityManager,
    scope: Scope,
    by: Principal,
    deed: string,
    entityId: number,
    detail: Record<string, unknown>,
  ): Promise<void> {
    const entity = scope.listEntity;
    await this.audit.record(db, by, { action: `${entity}.${deed}`, entity, entityId, detail });
    await this.numbers.announce(db, by.accountId);
  }
}

const namingOf = ({ lists }: Scope): Naming => ({
  index: `${lists}_name_key`,
  code: 'suppression-list.name-taken',
  word: 'list',
});

function valuesOf({ name, everywhere }: ListInput) {
  return { name: name.trim(), ...(everywhere === undefined ? {} : { everywhere }) };
}
