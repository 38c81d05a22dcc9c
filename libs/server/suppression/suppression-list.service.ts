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
import { ListClearing, Page, SuppressionListInput, SuppressionListQuery } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager, IsNull } from 'typeorm';
import { ListClearer } from './list-clearer';
import { ListedNumbers } from './listed-numbers';
import { CLEARING_WORDS, ListRow, ofAccount, Scope } from './list-scope';

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
    @Inject(ListClearer) private readonly clearer: ListClearer,
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

  /** @throws Conflict `suppression-list.name-taken` or `suppression-list.clearing` */
  async replace(scope: Scope, by: Principal, id: number, input: ListInput): Promise<ListRow> {
    const before = await this.getOpen(scope, id);
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

  /** A list that numbers can come onto. @throws Conflict `suppression-list.clearing` while all of them leave it */
  async getOpen(
    scope: Scope,
    id: number,
    db: EntityManager = this.database.manager,
  ): Promise<ListRow> {
    const list = await this.get(scope, id, db);
    if (list.clearing) throw beingCleared(list);
    return list;
  }

  /**
   * Takes every number off a list, which may be called again unless something else forbids it, from this moment on:
   * the rows of a long list go in the background. Answers how many there are.
   * @throws Conflict `suppression-list.clearing` where it is being deleted
   */
  empty(scope: Scope, by: Principal, id: number): Promise<number> {
    return this.clear(scope, by, id, ListClearing.Emptying);
  }

  /** Deletes a list with its numbers, as {@link empty} does; it is listed until the last of them is gone. */
  async remove(scope: Scope, by: Principal, id: number): Promise<void> {
    await this.clear(scope, by, id, ListClearing.Deleting);
  }

  /** The account's eldest list that holds for every campaign; made where there is none. */
  async everywhere(by: Principal): Promise<ListRow> {
    const scope = ofAccount(by.accountId);
    const eldest = await this.database.getRepository(scope.List).findOne({
      where: { ...scope.own, everywhere: true, clearing: IsNull() },
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

  private async clear(
    scope: Scope,
    by: Principal,
    id: number,
    clearing: ListClearing,
  ): Promise<number> {
    const { numbers } = await this.database.transaction(async (db) => {
      const lists = db.getRepository(scope.List);
      const where = { ...scope.own, id };
      // Whoever is adding to it at this moment changes its count, and is waited for.
      await lists.findOne({ where, lock: { mode: 'pessimistic_write' } });
      const list = await this.get(scope, id, db);
      if (list.clearing === ListClearing.Deleting && clearing !== list.clearing)
        throw beingCleared(list);
      if (list.clearing !== clearing) {
        await lists.update(where, { clearing });
        const deed = clearing === ListClearing.Deleting ? 'deleted' : 'emptied';
        await this.remember(db, scope, by, deed, id, { name: list.name, numbers: list.numbers });
      }
      return list;
    });
    await this.clearer.begin(scope, id, numbers, by.accountId);
    return numbers;
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

function beingCleared({ name, clearing }: ListRow): Conflict {
  return new Conflict(
    'suppression-list.clearing',
    `“${name}” is being ${CLEARING_WORDS[clearing!]}. Wait until that is done.`,
  );
}

const namingOf = ({ lists }: Scope): Naming => ({
  index: `${lists}_name_key`,
  code: 'suppression-list.name-taken',
  word: 'list',
});

function valuesOf({ name, everywhere }: ListInput) {
  return { name: name.trim(), ...(everywhere === undefined ? {} : { everywhere }) };
}
