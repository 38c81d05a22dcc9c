import { AccountService, AuditService, Principal } from '@belltower/auth';
import { Conflict, Invalid, keysetPage, NotFound } from '@belltower/core';
import {
  Page,
  SuppressionInput,
  SuppressionManyInput,
  SuppressionManyView,
  SuppressionQuery,
  SuppressionSource,
} from '@belltower/dto';
import { readNumber } from '@belltower/phone-number';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager, In } from 'typeorm';
import { ListedNumbers } from './listed-numbers';
import { ListRow, NumberRow, ofAccount, Scope } from './list-scope';
import { findNumbers, NUMBER_SORTS } from './number-search';
import { SuppressionListService } from './suppression-list.service';

/** A number with the name of the list that it stands on. */
export type NamedNumber = NumberRow & { listName: string };

/** Numbers that must not be reached, on the lists of an account or of the platform. */
@Injectable()
export class SuppressionService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(SuppressionListService) private readonly lists: SuppressionListService,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(ListedNumbers) private readonly numbers: ListedNumbers,
  ) {}

  async list(scope: Scope, query: SuppressionQuery): Promise<Page<NamedNumber>> {
    const db = this.database.manager;
    const page = await keysetPage(findNumbers(db, scope, query), query, NUMBER_SORTS);
    return { ...page, items: await this.named(db, scope, page.items) };
  }

  /** @throws NotFound `suppression.not-found` */
  async get(
    scope: Scope,
    id: number,
    db: EntityManager = this.database.manager,
  ): Promise<NamedNumber> {
    const listed = await db.getRepository(scope.Listed).findOneBy({ ...scope.own, id });
    if (!listed) throw new NotFound('suppression.not-found', 'This number is not on the list.');
    const [named] = await this.named(db, scope, [listed]);
    return named!;
  }

  /**
   * Puts a number on a list; from the moment this commits no campaign calls it.
   * @throws Invalid `suppression.number-invalid`, Conflict `suppression.already-listed` or `suppression-list.clearing`
   */
  async create(scope: Scope, by: Principal, input: SuppressionInput): Promise<NamedNumber> {
    const number = await this.numberOf(by, input.number);
    return this.database.transaction(async (db) => {
      const list = await this.lists.getOpen(scope, input.listId!, db);
      const added = await this.numbers.add(db, scope, {
        listId: list.id,
        numbers: [number],
        reason: input.reason?.trim() || null,
        source: SuppressionSource.Form,
      });
      if (!added) throw alreadyListed(number, list);
      const where = { ...scope.own, listId: list.id, number };
      const { id } = await db.getRepository(scope.Listed).findOneByOrFail(where);
      await this.remember(db, scope, by, 'added', { listId: list.id, number }, id);
      return this.get(scope, id, db);
    });
  }

  /** Puts several on a list, and says of each that is no number why. What is on the list already stays as it is. */
  async createMany(
    scope: Scope,
    by: Principal,
    input: SuppressionManyInput,
  ): Promise<SuppressionManyView> {
    const { defaultCountry } = await this.accounts.get(by.accountId);
    const given = [...new Set(input.numbers.split(/[\n\r,;|\t]+/).map((text) => text.trim()))];
    const read = given
      .filter(Boolean)
      .map((text) => ({ text, ...readNumber(text, defaultCountry) }));
    const numbers = [...new Set(read.flatMap((one) => ('number' in one ? [one.number] : [])))];
    return this.database.transaction(async (db) => {
      const list = await this.lists.getOpen(scope, input.listId!, db);
      const reason = input.reason?.trim() || null;
      const source = SuppressionSource.Paste;
      const added = await this.numbers.add(db, scope, { listId: list.id, numbers, reason, source });
      if (added) await this.remember(db, scope, by, 'added', { listId: list.id, numbers: added });
      return {
        added,
        present: numbers.length - added,
        problems: read.flatMap((one) =>
          'problem' in one ? [{ text: one.text, problem: one.problem }] : [],
        ),
      };
    });
  }

  /** Takes a number off a list. @throws NotFound `suppression.not-found` */
  async remove(scope: Scope, by: Principal, id: number): Promise<void> {
    await this.database.transaction(async (db) => {
      const { number, listId } = await this.get(scope, id, db);
      await this.numbers.takeOff(db, scope, [id]);
      await this.remember(db, scope, by, 'removed', { listId, number }, id);
    });
  }

  /** The list that a bulk action on contacts puts numbers on: the one named, or the one that holds everywhere. */
  async listForContacts(by: Principal, listId?: number): Promise<number> {
    if (listId) return (await this.lists.getOpen(ofAccount(by.accountId), listId)).id;
    return (await this.lists.everywhere(by)).id;
  }

  /** Puts numbers (E.164) on a list within a larger change, and answers how many were not on it yet. */
  async addNumbers(
    db: EntityManager,
    { accountId }: Principal,
    listId: number,
    numbers: readonly string[],
    source: SuppressionSource,
  ): Promise<number> {
    const given = { listId, numbers, reason: null, source };
    const added = await this.numbers.add(db, ofAccount(accountId), given);
    await this.numbers.announce(db, accountId);
    return added;
  }

  private async numberOf({ accountId }: Principal, raw: string): Promise<string> {
    const { defaultCountry } = await this.accounts.get(accountId);
    const read = readNumber(raw, defaultCountry);
    if ('number' in read) return read.number;
    const message = read.problem;
    throw new Invalid('suppression.number-invalid', `${message}.`, [{ field: 'number', message }]);
  }

  private async remember(
    db: EntityManager,
    { numberEntity: entity }: Scope,
    by: Principal,
    deed: string,
    detail: Record<string, unknown>,
    entityId?: number,
  ): Promise<void> {
    await this.audit.record(db, by, { action: `${entity}.${deed}`, entity, entityId, detail });
    await this.numbers.announce(db, by.accountId);
  }

  private async named(
    db: EntityManager,
    scope: Scope,
    listed: readonly NumberRow[],
  ): Promise<NamedNumber[]> {
    const ids = [...new Set(listed.map(({ listId }) => listId))];
    const lists = ids.length
      ? await db.getRepository(scope.List).findBy({ ...scope.own, id: In(ids) })
      : [];
    const names = new Map(lists.map(({ id, name }) => [id, name]));
    return listed.map((row) => Object.assign(row, { listName: names.get(row.listId) ?? '' }));
  }
}

function alreadyListed(number: string, { name }: ListRow): Conflict {
  const message = `${number} is on “${name}” already`;
  return new Conflict('suppression.already-listed', `${message}.`, [{ field: 'number', message }]);
}
