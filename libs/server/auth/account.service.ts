import { Inject, Injectable } from '@nestjs/common';
import {
  Conflict,
  containing,
  Invalid,
  keysetPage,
  KeysetSorts,
  NotFound,
  Notifications,
} from '@belltower/core';
import {
  AccountInput,
  AccountQuery,
  AccountSettingsInput,
  AccountStatus,
  FieldProblem,
  fieldsOf,
  MeView,
  Page,
} from '@belltower/dto';
import { DataSource, EntityManager } from 'typeorm';
import { announceAccessChange } from './access-change';
import { eraseAccount } from './account.erasure';
import { Account } from './account.entity';
import { AccountWatchers } from './account-watchers';
import { AuditService } from './audit.service';
import { permissionsOf } from './permission';
import { Principal } from './principal';
import { User } from './user.entity';

const SORTS: KeysetSorts = {
  columns: {
    name: { expression: 'lower(account.name)', type: 'text' },
    status: { expression: 'account.status', type: 'text' },
    createdAt: { expression: 'account.created_at', type: 'timestamptz' },
  },
  fallback: 'name',
  id: 'account.id',
};

/** Customer organisations: their own settings, and for operators all of them. */
@Injectable()
export class AccountService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(AccountWatchers) private readonly watchers: AccountWatchers,
  ) {}

  /** @throws NotFound `account.not-found` */
  async get(id: number, db: EntityManager = this.database.manager): Promise<Account> {
    const account = await db.getRepository(Account).findOneBy({ id });
    if (!account) throw new NotFound('account.not-found', 'There is no such account.');
    return account;
  }

  /** Who is asking, in which account, and what they may do there. */
  async me(user: Principal): Promise<MeView> {
    const account = await this.get(user.accountId);
    const person =
      user.userId === null
        ? null
        : await this.database.getRepository(User).findOneBy({ id: user.userId });
    return {
      id: user.userId ?? 0,
      name: user.name,
      email: person?.email ?? '',
      role: user.role,
      operator: user.operator,
      acting: user.acting ?? false,
      accountId: account.id,
      accountName: account.name,
      demo: account.demo,
      defaultCountry: account.defaultCountry,
      timeZone: account.timeZone,
      permissions: [...permissionsOf(user.role, user.operator)],
    };
  }

  /** Changes what an owner may change about their own account. @throws Invalid `account.limit` */
  async changeSettings(by: Principal, input: AccountSettingsInput): Promise<Account> {
    const { name, defaultCountry, timeZone, callDays, stopWords, startWords } = input;
    const words = { stopWords, startWords };
    const caps = {
      attemptsPerDay: input.attemptsPerDay ?? null,
      attemptsPerWeek: input.attemptsPerWeek ?? null,
    };
    const hours = {
      callFrom: input.callFrom ?? null,
      callUntil: input.callUntil ?? null,
      callDays,
    };
    const problems = capProblems(caps, await this.get(by.accountId));
    if (problems[0]) throw new Invalid('account.limit', problems[0].message, problems);
    return this.change(by, by.accountId, {
      name,
      defaultCountry,
      timeZone,
      ...caps,
      ...hours,
      ...words,
    });
  }

  async list(query: AccountQuery): Promise<Page<Account>> {
    const accounts = this.database.createQueryBuilder(Account, 'account');
    if (query.q) accounts.andWhere('account.name ilike :q', { q: containing(query.q) });
    if (query.status) accounts.andWhere('account.status = :status', { status: query.status });
    return keysetPage(accounts, query, SORTS);
  }

  async create(by: Principal, input: AccountInput): Promise<Account> {
    return this.database.transaction(async (db) => {
      const account = db.getRepository(Account).create(input);
      await db.getRepository(Account).insert(account);
      await this.recordFor(db, account.id, by, 'account.created');
      return this.get(account.id, db);
    });
  }

  async replace(by: Principal, id: number, input: AccountInput): Promise<Account> {
    return this.change(by, id, input);
  }

  /** Refuses everybody of the account from now on; running campaigns stop calling. */
  async suspend(by: Principal, id: number): Promise<Account> {
    if (id === by.accountId)
      throw new Conflict('account.own', 'You cannot suspend your own account.');
    return this.setStatus(by, id, AccountStatus.Suspended);
  }

  async resume(by: Principal, id: number): Promise<Account> {
    return this.setStatus(by, id, AccountStatus.Active);
  }

  /**
   * Removes an account with everything in it.
   * @throws Conflict `account.own`, or `account.active` until it is suspended, so that one click is never enough
   */
  async remove(by: Principal, id: number): Promise<void> {
    if (id === by.accountId)
      throw new Conflict('account.own', 'You cannot remove your own account.');
    await this.database.transaction(async (db) => {
      const account = await this.get(id, db);
      if (account.status === AccountStatus.Active) {
        throw new Conflict(
          'account.active',
          'Suspend the account first: removing it cannot be undone.',
        );
      }
      await eraseAccount(db, id);
      // Kept with the operator's own account, as the removed one's record goes with it.
      await this.audit.record(db, by, {
        action: 'account.removed',
        entity: 'account',
        entityId: id,
        detail: { name: account.name },
      });
    });
  }

  private async setStatus(by: Principal, id: number, status: AccountStatus): Promise<Account> {
    return this.database.transaction(async (db) => {
      const account = await this.get(id, db);
      if (account.status === status) return account;
      await db.getRepository(Account).update({ id }, { status });
      const action = status === AccountStatus.Suspended ? 'account.suspended' : 'account.resumed';
      await this.recordFor(db, id, by, action);
      await announceAccessChange(this.notifications, db, id);
      await this.notifications.publish(db, { accountId: id, topic: 'campaign' });
      return this.get(id, db);
    });
  }

  private async change(by: Principal, id: number, values: Partial<AccountInput>): Promise<Account> {
    return this.database.transaction(async (db) => {
      const before = await this.get(id, db);
      await db.getRepository(Account).update({ id }, values);
      await this.recordFor(db, id, by, 'account.changed', { ...values });
      const after = await this.get(id, db);
      await this.watchers.changed(db, before, after);
      // Limits hold for what is running too.
      await this.notifications.publish(db, { accountId: id, topic: 'campaign' });
      return after;
    });
  }

  private recordFor(
    db: EntityManager,
    id: number,
    by: Principal,
    action: string,
    detail?: Record<string, unknown>,
  ): Promise<void> {
    return this.audit.record(
      db,
      { ...by, accountId: id },
      { action, entity: 'account', entityId: id, detail },
    );
  }
}

/** Which operator's limit stands above which setting of the owner's. */
const LIMIT_OF_CAP = {
  attemptsPerDay: 'maxAttemptsPerDay',
  attemptsPerWeek: 'maxAttemptsPerWeek',
} as const;

function capProblems(
  caps: Pick<AccountSettingsInput, keyof typeof LIMIT_OF_CAP>,
  account: Account,
): FieldProblem[] {
  return (Object.keys(LIMIT_OF_CAP) as (keyof typeof LIMIT_OF_CAP)[]).flatMap((field) => {
    const [cap, most] = [caps[field], account[LIMIT_OF_CAP[field]]];
    if (cap === null || most === null || cap <= most) return [];
    const { label } = fieldsOf(AccountSettingsInput).find(({ name }) => name === field)!;
    return [{ field, message: `${label} may be at most ${most}: the limit of your account` }];
  });
}
