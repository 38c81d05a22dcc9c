import { Inject, Injectable } from '@nestjs/common';
import { AdvisoryLock, Config, Conflict } from '@belltower/core';
import { Role, SetUpInput, SetUpView } from '@belltower/dto';
import { DataSource, EntityManager } from 'typeorm';
import { Account } from './account.entity';
import { AuditService } from './audit.service';
import { OneTimeLinks } from './one-time-links';
import { hashPassword } from './password';
import { refuseTakenEmail } from './user.email';
import { User } from './user.entity';

/** The first owner of an empty installation, who is its first operator too. */
@Injectable()
export class SetUpService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OneTimeLinks) private readonly links: OneTimeLinks,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Config) private readonly config: Config,
  ) {}

  async state(): Promise<SetUpView> {
    const needed = await this.isNeeded(this.database.manager);
    return { needed, demoOffered: needed && this.config.DEMO };
  }

  /** A fresh link for the first owner; null once somebody is here. Earlier links stop working. */
  async issueLink(): Promise<string | null> {
    return this.database.transaction(async (db) => {
      if (!(await this.isNeeded(db))) return null;
      return (await this.links.issue(db, 'set-up', null)).link;
    });
  }

  /**
   * Creates the first account and its owner.
   * @throws Conflict `set-up.done`
   * @throws Invalid `link.not-valid`
   */
  async complete(input: SetUpInput): Promise<User> {
    const passwordHash = await hashPassword(input.password);
    return this.database.transaction(async (db) => {
      // Two at once, each with a link of its own, must take turns.
      await db.query('select pg_advisory_xact_lock($1)', [AdvisoryLock.SetUp]);
      if (!(await this.isNeeded(db))) {
        throw new Conflict('set-up.done', 'Somebody has set this installation up already.');
      }
      await this.links.redeem(db, input.token, ['set-up']);
      await refuseTakenEmail(db, input.email);
      const { name, defaultCountry, timeZone, userName, email } = input;
      const account = db.getRepository(Account).create({ name, defaultCountry, timeZone });
      await db.getRepository(Account).insert(account);
      const user = db.getRepository(User).create({
        accountId: account.id,
        name: userName,
        email,
        role: Role.Owner,
        operator: true,
        passwordHash,
      });
      await db.getRepository(User).insert(user);
      await this.audit.record(
        db,
        { accountId: account.id, userId: user.id, name: user.name },
        { action: 'account.set-up', entity: 'account', entityId: account.id },
      );
      return user;
    });
  }

  /** The demonstration's own account does not count: its owner cannot have set anything up. */
  private async isNeeded(db: EntityManager): Promise<boolean> {
    return !(await db.getRepository(User).existsBy({ operator: true }));
  }
}

/** The link with which the first owner sets an empty installation up; null once that has happened. */
export function issueSetUpLink(app: {
  get(token: typeof SetUpService): SetUpService;
}): Promise<string | null> {
  return app.get(SetUpService).issueLink();
}
