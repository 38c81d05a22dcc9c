import { Inject, Injectable, Logger } from '@nestjs/common';
import { Invalid } from '@belltower/core';
import { ChangePasswordInput, ResetPasswordInput, SignInInput } from '@belltower/dto';
import { DataSource, EntityManager } from 'typeorm';
import { AuditService } from './audit.service';
import { Mailer } from './mailer';
import { OneTimeLinks } from './one-time-links';
import { hashPassword, passwordMatches } from './password';
import { SessionService } from './session.service';
import { User } from './user.entity';

/** Whether somebody is who they say, and what happens when they have forgotten how to say it. */
@Injectable()
export class PasswordService {
  private readonly logger = new Logger(PasswordService.name);

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OneTimeLinks) private readonly links: OneTimeLinks,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Mailer) private readonly mailer: Mailer,
  ) {}

  /** The user with this e-mail and password; null without telling which of the two was wrong. */
  async userOf({ email, password }: SignInInput): Promise<User | null> {
    const user = await this.find(email);
    return (await passwordMatches(user?.passwordHash ?? null, password)) ? user : null;
  }

  /**
   * Mails a link, if the address is somebody's. Whether it was is told to nobody, and so not waited for:
   * the time that it takes would tell.
   */
  forgotten(email: string): void {
    this.mailLink(email).catch((error: Error) =>
      this.logger.error(`no link for a forgotten password: ${error.message}`),
    );
  }

  /** Sets the password of whoever the link was given to, and ends all of their sessions. */
  async reset({ token, password }: ResetPasswordInput): Promise<void> {
    const passwordHash = await hashPassword(password);
    await this.database.transaction(async (db) => {
      const id = await this.links.redeem(db, token, ['reset', 'invite']);
      const user = await db.getRepository(User).findOneByOrFail({ id: id ?? 0 });
      await this.replace(db, user, passwordHash);
    });
  }

  /** Changes one's own password, which ends all of one's sessions. @throws Invalid `password.wrong` */
  async change(userId: number, { current, password }: ChangePasswordInput): Promise<void> {
    const user = await this.database.getRepository(User).findOneByOrFail({ id: userId });
    if (!(await passwordMatches(user.passwordHash, current))) {
      const message = 'This is not your current password.';
      throw new Invalid('password.wrong', message, [{ field: 'current', message }]);
    }
    const passwordHash = await hashPassword(password);
    await this.database.transaction((db) => this.replace(db, user, passwordHash));
  }

  private async mailLink(email: string): Promise<void> {
    const user = this.mailer.configured ? await this.find(email) : null;
    if (!user) return;
    const { link } = await this.links.issue(this.database.manager, 'reset', user.id);
    await this.mailer.send({
      to: user.email,
      subject: 'Choose a new password',
      text: `Hello ${user.name},\n\nwith this link you can choose a new password for Belltower within the next hour:\n\n${link}\n\nIf you did not ask for it, you need do nothing.\n`,
    });
  }

  private async replace(db: EntityManager, user: User, passwordHash: string): Promise<void> {
    await db.getRepository(User).update({ id: user.id }, { passwordHash });
    await this.sessions.endAll(db, user.id);
    await this.audit.record(
      db,
      { accountId: user.accountId, userId: user.id, name: user.name },
      { action: 'user.password-changed', entity: 'user', entityId: user.id },
    );
  }

  private find(email: string): Promise<User | null> {
    return this.database
      .createQueryBuilder(User, 'user')
      .where('lower("user".email) = lower(:email)', { email: email.trim() })
      .getOne();
  }
}
