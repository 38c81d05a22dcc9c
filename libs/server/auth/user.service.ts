import { Inject, Injectable } from '@nestjs/common';
import {
  Conflict,
  containing,
  Forbidden,
  keysetPage,
  KeysetSorts,
  NotFound,
} from '@belltower/core';
import { Page, PasswordLinkView, Role, UserInput, UserQuery } from '@belltower/dto';
import { DataSource, EntityManager } from 'typeorm';
import { Account } from './account.entity';
import { AuditService } from './audit.service';
import { Mailer } from './mailer';
import { OneTimeLink, OneTimeLinks } from './one-time-links';
import { lockOperators, refuseLastOperator } from './operators';
import { hashPassword } from './password';
import { Principal } from './principal';
import { SessionService } from './session.service';
import { refuseTakenEmail } from './user.email';
import { User } from './user.entity';

const SORTS: KeysetSorts = {
  columns: {
    name: { expression: 'lower("user".name)', type: 'text' },
    email: { expression: 'lower("user".email)', type: 'text' },
    createdAt: { expression: '"user".created_at', type: 'timestamptz' },
  },
  fallback: 'name',
  id: '"user".id',
};

/** The people of an account. An operator reaches another account's by a principal of that account. */
@Injectable()
export class UserService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(OneTimeLinks) private readonly links: OneTimeLinks,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Mailer) private readonly mailer: Mailer,
  ) {}

  async list({ accountId }: Principal, query: UserQuery): Promise<Page<User>> {
    const users = this.database
      .createQueryBuilder(User, 'user')
      .where('"user".account_id = :accountId', { accountId });
    if (query.q)
      users.andWhere('("user".name ilike :q or "user".email ilike :q)', { q: containing(query.q) });
    return keysetPage(users, query, SORTS);
  }

  /** @throws NotFound `user.not-found` */
  async get(
    { accountId }: Principal,
    id: number,
    db: EntityManager = this.database.manager,
  ): Promise<User> {
    const user = await db.getRepository(User).findOneBy({ accountId, id });
    if (!user) throw new NotFound('user.not-found', 'There is no such user.');
    return user;
  }

  /** Adds a colleague; without a password they are sent an invitation. @throws Conflict `user.email-taken` */
  async create(by: Principal, input: UserInput): Promise<User> {
    const { name, email, role, password } = input;
    const passwordHash = password ? await hashPassword(password) : null;
    const { user, invitation } = await this.database.transaction(async (db) => {
      await refuseTakenEmail(db, email);
      const user = db
        .getRepository(User)
        .create({ accountId: by.accountId, name, email, role, passwordHash, lastSeenAt: null });
      await db.getRepository(User).insert(user);
      await this.audit.record(db, by, {
        action: 'user.created',
        entity: 'user',
        entityId: user.id,
        detail: { email, role },
      });
      return { user, invitation: password ? null : await this.links.issue(db, 'invite', user.id) };
    });
    if (invitation) await this.invite(by, user, invitation);
    return this.get(by, user.id);
  }

  /**
   * Changes a colleague. A new role or password ends their sessions.
   * @throws Conflict `user.email-taken` or `user.last-owner`
   */
  async replace(by: Principal, id: number, input: UserInput): Promise<User> {
    const { name, email, role, password } = input;
    const passwordHash = password ? await hashPassword(password) : undefined;
    return this.database.transaction(async (db) => {
      await this.lock(db, by.accountId);
      const user = await this.get(by, id, db);
      refuseOperatorOf(by, user);
      await refuseTakenEmail(db, email, id);
      if (role !== Role.Owner) await this.refuseLastOwner(db, user);
      await db
        .getRepository(User)
        .update({ id }, { name, email, role, ...(passwordHash ? { passwordHash } : {}) });
      if (passwordHash || role !== user.role) await this.sessions.endAll(db, id);
      await this.audit.record(db, by, {
        action: 'user.changed',
        entity: 'user',
        entityId: id,
        detail: { name, email, role, passwordChanged: !!passwordHash },
      });
      return this.get(by, id, db);
    });
  }

  /**
   * Removes a colleague and ends their sessions.
   * @throws Conflict `user.last-owner`, `user.self` or `operator.last`
   */
  async remove(by: Principal, id: number): Promise<void> {
    await this.database.transaction(async (db) => {
      await this.lock(db, by.accountId);
      await lockOperators(db);
      const user = await this.get(by, id, db);
      if (id === by.userId) throw new Conflict('user.self', 'You cannot remove yourself.');
      refuseOperatorOf(by, user);
      await this.refuseLastOwner(db, user);
      if (user.operator) await refuseLastOperator(db, user);
      await this.sessions.endAll(db, id);
      await db.getRepository(User).delete({ id });
      const detail = { name: user.name, email: user.email };
      await this.audit.record(db, by, {
        action: 'user.removed',
        entity: 'user',
        entityId: id,
        detail,
      });
    });
  }

  /** A link with which a colleague chooses a password, to be handed over by whoever asks for it. */
  async passwordLink(by: Principal, id: number): Promise<PasswordLinkView> {
    return this.database.transaction(async (db) => {
      const user = await this.get(by, id, db);
      refuseOperatorOf(by, user);
      const { link, expiresAt } = await this.links.issue(
        db,
        user.passwordHash ? 'reset' : 'invite',
        id,
      );
      await this.audit.record(db, by, { action: 'user.link-issued', entity: 'user', entityId: id });
      return { link, expiresAt: expiresAt.toISOString() };
    });
  }

  private async invite(by: Principal, user: User, { link }: OneTimeLink): Promise<void> {
    await this.mailer.send({
      to: user.email,
      subject: `${by.name} invites you to Belltower`,
      text: `Hello ${user.name},\n\n${by.name} has added you. Choose a password here within a week:\n\n${link}\n`,
    });
  }

  /** Two owners who remove each other at the same moment must take turns. */
  private async lock(db: EntityManager, accountId: number): Promise<void> {
    await db.getRepository(Account).findOneOrFail({
      where: { id: accountId },
      lock: { mode: 'pessimistic_write' },
    });
  }

  private async refuseLastOwner(db: EntityManager, user: User): Promise<void> {
    if (user.role !== Role.Owner) return;
    const owners = await db
      .getRepository(User)
      .countBy({ accountId: user.accountId, role: Role.Owner });
    if (owners > 1) return;
    throw new Conflict(
      'user.last-owner',
      `${user.name} is the only owner. Make somebody else an owner first.`,
    );
  }
}

/** Whoever could set an operator's password would be an operator too. */
function refuseOperatorOf(by: Principal, user: User): void {
  if (!user.operator || by.operator || user.id === by.userId) return;
  throw new Forbidden(
    'user.operator',
    `${user.name} is an operator; only operators can change that user.`,
  );
}
