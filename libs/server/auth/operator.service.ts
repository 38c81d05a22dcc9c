import { Inject, Injectable } from '@nestjs/common';
import { Conflict } from '@belltower/core';
import { DataSource } from 'typeorm';
import { Account } from './account.entity';
import { AuditService } from './audit.service';
import { lockOperators, refuseLastOperator } from './operators';
import { Principal } from './principal';
import { SessionService } from './session.service';
import { User } from './user.entity';
import { UserService } from './user.service';

/** Who runs the platform. An operator makes others, and is never the last to go. */
@Injectable()
export class OperatorService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(UserService) private readonly users: UserService,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** Makes a user an operator; they sign in again as one. @throws Conflict `operator.demo` */
  appoint(by: Principal, id: number): Promise<User> {
    return this.change(by, id, true);
  }

  /** Makes an operator a user like others, and ends their sessions. @throws Conflict `operator.last` */
  dismiss(by: Principal, id: number): Promise<User> {
    return this.change(by, id, false);
  }

  private change(by: Principal, id: number, operator: boolean): Promise<User> {
    return this.database.transaction(async (db) => {
      // The account before its operators, as where a user is removed.
      const account = await db.getRepository(Account).findOneOrFail({
        where: { id: by.accountId },
        lock: { mode: 'pessimistic_write' },
      });
      await lockOperators(db);
      const user = await this.users.get(by, id, db);
      if (user.operator === operator) return user;
      if (operator) refuseDemo(account);
      else await refuseLastOperator(db, user);
      await db.getRepository(User).update({ id }, { operator });
      await this.sessions.endAll(db, id);
      await this.audit.record(db, by, {
        action: operator ? 'user.operator-appointed' : 'user.operator-dismissed',
        entity: 'user',
        entityId: id,
        detail: { name: user.name, email: user.email },
      });
      return this.users.get(by, id, db);
    });
  }
}

function refuseDemo({ demo }: Account): void {
  if (!demo) return;
  throw new Conflict(
    'operator.demo',
    'This account is a demonstration, which goes with its users. Choose somebody of another account.',
  );
}
