import { AccountService, AuditService, Principal } from '@belltower/auth';
import {
  Conflict,
  containing,
  Invalid,
  keysetPage,
  KeysetSorts,
  NotFound,
  Notifications,
  violates,
} from '@belltower/core';
import { Page, SuppressionInput, SuppressionQuery } from '@belltower/dto';
import { readNumber, readNumberPart } from '@belltower/phone-number';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager, In, SelectQueryBuilder } from 'typeorm';
import { Suppression } from './suppression.entity';
import { SuppressionList } from './suppression-list.entity';
import { SuppressionListService } from './suppression-list.service';

const SORTS: KeysetSorts = {
  columns: {
    number: { expression: 'suppression.number', type: 'text' },
    createdAt: { expression: 'suppression.created_at', type: 'timestamptz' },
  },
  fallback: '-createdAt',
  id: 'suppression.id',
};

/** A number with the name of the list that it stands on. */
export type ListedNumber = Suppression & { listName: string };

/** Numbers that must not be reached, on the lists of an account. */
@Injectable()
export class SuppressionService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(SuppressionListService) private readonly lists: SuppressionListService,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Notifications) private readonly notifications: Notifications,
  ) {}

  async list({ accountId }: Principal, query: SuppressionQuery): Promise<Page<ListedNumber>> {
    const numbers = this.database
      .createQueryBuilder(Suppression, 'suppression')
      .where('suppression.account_id = :accountId', { accountId });
    const { listId } = query;
    if (listId) numbers.andWhere('suppression.list_id = :listId', { listId });
    if (query.number) filterNumber(numbers, query.number);
    const page = await keysetPage(numbers, query, SORTS);
    return { ...page, items: await this.named(this.database.manager, accountId, page.items) };
  }

  /** @throws NotFound `suppression.not-found` */
  async get(
    { accountId }: Principal,
    id: number,
    db: EntityManager = this.database.manager,
  ): Promise<ListedNumber> {
    const suppression = await db.getRepository(Suppression).findOneBy({ accountId, id });
    if (!suppression) throw notFound();
    const [named] = await this.named(db, accountId, [suppression]);
    return named!;
  }

  /**
   * Puts a number on a list; from the moment this commits no campaign calls it.
   * @throws Invalid `suppression.number-invalid`, Conflict `suppression.already-listed`
   */
  async create(by: Principal, input: SuppressionInput): Promise<ListedNumber> {
    const { accountId } = by;
    const number = await this.numberOf(by, input.number);
    return this.database.transaction(async (db) => {
      const list = await this.lists.get(by, input.listId!, db);
      const suppression = db.getRepository(Suppression).create({
        accountId,
        listId: list.id,
        number,
        reason: input.reason?.trim() || null,
        source: 'form',
      });
      try {
        await db.getRepository(Suppression).insert(suppression);
      } catch (error) {
        if (!violates(error, 'suppression_number_key')) throw error;
        const message = `${number} is on “${list.name}” already`;
        throw new Conflict('suppression.already-listed', `${message}.`, [
          { field: 'number', message },
        ]);
      }
      await this.announce(db, by, 'suppression.added', suppression.id, { listId: list.id });
      return this.get(by, suppression.id, db);
    });
  }

  /** Takes a number off a list. */
  async remove(by: Principal, id: number): Promise<void> {
    const { accountId } = by;
    await this.database.transaction(async (db) => {
      const { number, listId } = await this.get(by, id, db);
      await db.getRepository(Suppression).delete({ accountId, id });
      await this.announce(db, by, 'suppression.removed', id, { listId, number });
    });
  }

  /** The list that a bulk action on contacts puts numbers on: the one named, or the one that holds everywhere. */
  async listForContacts(by: Principal, listId?: number): Promise<number> {
    return listId ? (await this.lists.get(by, listId)).id : (await this.lists.everywhere(by)).id;
  }

  /** Puts numbers (E.164) on a list within a larger change, and answers how many were not on it yet. */
  async addNumbers(
    db: EntityManager,
    { accountId }: Principal,
    listId: number,
    numbers: readonly string[],
    source: string,
  ): Promise<number> {
    const [added] = (await db.query(
      `with added as (
         insert into suppression (account_id, list_id, number, source)
         select $1, $2, number, $4 from unnest($3::text[]) as given (number)
          group by number order by number
         on conflict (account_id, number, list_id) do nothing
         returning 1)
       select count(*) as count from added`,
      [accountId, listId, numbers, source],
    )) as [{ count: number }];
    await this.notifications.publish(db, { accountId, topic: 'suppression' });
    return added.count;
  }

  private async numberOf({ accountId }: Principal, raw: string): Promise<string> {
    const { defaultCountry } = await this.accounts.get(accountId);
    const read = readNumber(raw, defaultCountry);
    if ('number' in read) return read.number;
    const message = read.problem;
    throw new Invalid('suppression.number-invalid', `${message}.`, [{ field: 'number', message }]);
  }

  private async announce(
    db: EntityManager,
    by: Principal,
    action: string,
    entityId: number,
    detail: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.record(db, by, { action, entity: 'suppression', entityId, detail });
    await this.notifications.publish(db, { accountId: by.accountId, topic: 'suppression' });
  }

  private async named(
    db: EntityManager,
    accountId: number,
    suppressions: readonly Suppression[],
  ): Promise<ListedNumber[]> {
    const ids = [...new Set(suppressions.map(({ listId }) => listId))];
    const lists = ids.length
      ? await db.getRepository(SuppressionList).findBy({ accountId, id: In(ids) })
      : [];
    const names = new Map(lists.map(({ id, name }) => [id, name]));
    return suppressions.map((suppression) =>
      Object.assign(suppression, { listName: names.get(suppression.listId) ?? '' }),
    );
  }
}

function filterNumber(numbers: SelectQueryBuilder<Suppression>, text: string): void {
  const part = readNumberPart(text);
  if ('nothing' in part) numbers.andWhere('false');
  else if ('startsWith' in part) {
    const { startsWith: start } = part;
    numbers.andWhere('suppression.number >= :start and suppression.number < :afterStart', {
      start,
      afterStart: `${start}:`,
    });
  } else {
    const pattern = 'endsWith' in part ? `%${part.endsWith}` : containing(part.contains);
    numbers.andWhere('suppression.number like :pattern', { pattern });
  }
}

const notFound = () => new NotFound('suppression.not-found', 'This number is not on the list.');
