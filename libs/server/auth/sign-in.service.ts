import { Inject, Injectable } from '@nestjs/common';
import { Conflict, Forbidden, Notifications } from '@belltower/core';
import { MeView } from '@belltower/dto';
import { DataSource } from 'typeorm';
import { announceAccessChange } from './access-change';
import { AccountService } from './account.service';
import { AuditService } from './audit.service';
import { Principal } from './principal';
import { Origin, refuseSuspended, SessionService } from './session.service';
import { User } from './user.entity';

/** Coming and going of people: signing in, out, and in on behalf of an account. */
@Injectable()
export class SignInService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Notifications) private readonly notifications: Notifications,
  ) {}

  /** Opens a session for a user whose password has been checked. @throws Forbidden `account.suspended` */
  async start(user: User, origin: Origin): Promise<{ token: string; me: MeView }> {
    refuseSuspended((await this.accounts.get(user.accountId)).status);
    const token = await this.sessions.start(user, origin);
    const { id: userId, accountId, name, role, operator } = user;
    return { token, me: await this.accounts.me({ userId, accountId, name, role, operator }) };
  }

  async end(token: string | undefined): Promise<void> {
    if (token) await this.sessions.end(token);
  }

  async endAll({ userId }: Principal): Promise<void> {
    if (userId !== null) await this.sessions.endAll(this.database.manager, userId);
  }

  /**
   * Lets an operator see and do what the owner of an account can, in the operator's own name.
   * @throws NotFound `account.not-found`
   * @throws Forbidden `sign-in-as.session` with an API key
   */
  async actFor(operator: Principal, accountId: number, token: string | undefined): Promise<MeView> {
    if (!token || operator.userId === null) {
      throw new Forbidden(
        'sign-in-as.session',
        'Only a signed-in person can sign in as an account.',
      );
    }
    if (accountId === operator.accountId)
      throw new Conflict('account.own', 'This is your own account.');
    await this.accounts.get(accountId);
    await this.database.transaction(async (db) => {
      await this.sessions.moveTo(db, token, accountId);
      await announceAccessChange(this.notifications, db, operator.accountId);
      await this.audit.record(
        db,
        { ...operator, accountId },
        { action: 'account.signed-in-as', entity: 'account', entityId: accountId },
      );
    });
    return this.meOf(token);
  }

  /** @throws Conflict `sign-in-as.not-acting` */
  async stopActing(user: Principal, token: string | undefined): Promise<MeView> {
    if (!user.acting || !token)
      throw new Conflict('sign-in-as.not-acting', 'You are in your own account.');
    await this.database.transaction(async (db) => {
      const home = await db.getRepository(User).findOneByOrFail({ id: user.userId ?? 0 });
      await this.sessions.moveTo(db, token, home.accountId);
      await announceAccessChange(this.notifications, db, user.accountId);
      await this.audit.record(db, user, {
        action: 'account.left',
        entity: 'account',
        entityId: user.accountId,
      });
    });
    return this.meOf(token);
  }

  private async meOf(token: string): Promise<MeView> {
    const principal = await this.sessions.principalOf(token);
    if (!principal) throw new Forbidden('sign-in-as.refused', 'You are not an operator any more.');
    return this.accounts.me(principal);
  }
}
