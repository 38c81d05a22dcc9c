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
import { SuppressionList } from './suppression-list.entity';

const SORTS: KeysetSorts = {
  columns: {
    name: { expression: 'lower(list.name)', type: 'text' },
    createdAt: { expression: 'list.created_at', type: 'timestamptz' },
  },
  fallback: 'name',
  id: 'list.id',
};

export type CountedList = SuppressionList & { numbers: number };

const NAMING: Naming = {
  index: 'suppression_list_name_key',
  code: 'suppression-list.name-taken',
  word: 'list',
};

/** The do-not-call lists of an account. */
@Injectable()
export class SuppressionListService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  async list({ accountId }: Principal, query: SuppressionListQuery): Promise<Page<CountedList>> {
    const lists = this.database
      .createQueryBuilder(SuppressionList, 'list')
      .where('list.account_id = :accountId', { accountId });
    if (query.q) lists.andWhere('list.name ilike :q', { q: containing(query.q) });
    const page = await keysetPage(lists, query, SORTS);
    return { ...page, items: await this.counted(this.database.manager, accountId, page.items) };
  }

  /** @throws NotFound `suppression-list.not-found` */
  async get(
    { accountId }: Principal,
    id: number,
    db: EntityManager = this.database.manager,
  ): Promise<CountedList> {
    const list = await db.getRepository(SuppressionList).findOneBy({ accountId, id });
    if (!list) throw new NotFound('suppression-list.not-found', 'There is no such list.');
    const [counted] = await this.counted(db, accountId, [list]);
    return counted!;
  }

  /** @throws Conflict `suppression-list.name-taken` */
  async create(by: Principal, { name, everywhere }: SuppressionListInput): Promise<CountedList> {
    return this.database.transaction(async (db) => {
      const lists = db.getRepository(SuppressionList);
      const list = lists.create({ accountId: by.accountId, name: name.trim(), everywhere });
      await refusingTakenName(NAMING, name, () => lists.insert(list));
      await this.recordDeed(db, by, 'created', list.id, { name: list.name, everywhere });
      return this.get(by, list.id, db);
    });
  }

  /** @throws Conflict `suppression-list.name-taken` */
  async replace(
    by: Principal,
    id: number,
    { name, everywhere }: SuppressionListInput,
  ): Promise<CountedList> {
    const { accountId } = by;
    return this.database.transaction(async (db) => {
      await this.get(by, id, db);
      await refusingTakenName(NAMING, name, () =>
        db
          .getRepository(SuppressionList)
          .update({ accountId, id }, { name: name.trim(), everywhere }),
      );
      await this.recordDeed(db, by, 'changed', id, { name: name.trim(), everywhere });
      return this.get(by, id, db);
    });
  }

  /** Deletes a list with its numbers, which may be called again unless something else forbids it. */
  async remove(by: Principal, id: number): Promise<void> {
    const { accountId } = by;
    await this.database.transaction(async (db) => {
      const { name, numbers } = await this.get(by, id, db);
      await db.getRepository(SuppressionList).delete({ accountId, id });
      await this.recordDeed(db, by, 'deleted', id, { name, numbers });
    });
  }

  /** The eldest list that holds for every campaign; made where there is none. */
  async everywhere(by: Principal): Promise<CountedList> {
    const { accountId } = by;
    const eldest = await this.database
      .getRepository(SuppressionList)
      .findOne({ where: { accountId, everywhere: true }, order: { createdAt: 'ASC', id: 'ASC' } });
    if (eldest) return this.get(by, eldest.id);
    for (let count = 1; ; count++) {
      const name = count === 1 ? 'Do not call' : `Do not call ${count}`;
      try {
        return await this.create(by, { name, everywhere: true });
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
    }
  }

  private async recordDeed(
    db: EntityManager,
    by: Principal,
    deed: string,
    entityId: number,
    detail: Record<string, unknown>,
  ): Promise<void> {
    const action = `suppression-list.${deed}`;
    await this.audit.record(db, by, { action, entity: 'suppression-list', entityId, detail });
  }

  private async counted(
    db: EntityManager,
    accountId: number,
    lists: readonly SuppressionList[],
  ): Promise<CountedList[]> {
    const counts = (await db.query(
      `select list_id as id, count(*) as numbers from suppression
        where account_id = $1 and list_id = any($2) group by list_id`,
      [accountId, lists.map(({ id }) => id)],
    )) as { id: number; numbers: number }[];
    const numbersOf = new Map(counts.map(({ id, numbers }) => [id, numbers]));
    return lists.map((list) => Object.assign(list, { numbers: numbersOf.get(list.id) ?? 0 }));
  }
}
