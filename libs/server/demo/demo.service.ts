import { Account, AuditService, eraseAccount, Principal } from '@belltower/auth';
import { AdvisoryLock, Clock, Config, Conflict, NotFound, removeLedger } from '@belltower/core';
import { AccountStatus, CampaignStatus, DemoView, Role } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { DemoMaker } from './demo-maker';

/** The demonstration: one labelled account, made and removed as a whole. */
@Injectable()
export class DemoService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(DemoMaker) private readonly maker: DemoMaker,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Config) private readonly config: Config,
  ) {}

  async state(): Promise<DemoView> {
    const demo = await this.find(this.database.manager);
    return { accountId: demo?.id ?? null };
  }

  /**
   * Makes the account with people, past and present, in the time zone of whoever asks.
   * @throws Conflict `demo.exists`
   */
  async create(by: Principal): Promise<DemoView> {
    const account = await this.database.transaction((db) => this.insertAccount(db, by));
    const owner = { ...by, accountId: account.id, role: Role.Owner };
    try {
      await this.maker.fill(owner, account.timeZone, this.clock.now());
    } catch (error) {
      // Half a demonstration would stand in the way of a whole one.
      await this.database.transaction((db) => eraseAccount(db, account.id));
      throw error;
    }
    return { accountId: account.id };
  }

  /**
   * Removes the account with everything in it, the ledgers of its gateways included.
   * @throws NotFound `demo.not-found`
   */
  async remove(by: Principal): Promise<void> {
    const demo = await this.find(this.database.manager);
    if (!demo) throw new NotFound('demo.not-found', 'There is no demo data.');
    const gateways = await this.database.query<{ id: number }[]>(
      'select id from gateway where owner_account_id = $1',
      [demo.id],
    );
    // Committed first, so that the dialer takes up no more of its calls while they are being removed.
    await this.database.transaction((db) => this.silence(db, demo.id));
    await this.database.transaction((db) => eraseAccount(db, demo.id));
    await this.database.transaction(async (db) => {
      // What a claim had under way at that moment has been committed by now.
      await eraseAccount(db, demo.id);
      await this.audit.record(db, by, {
        action: 'demo.removed',
        entity: 'account',
        entityId: demo.id,
      });
    });
    for (const { id } of gateways) await removeLedger(this.config.DATA_DIR, id);
  }

  private find(db: EntityManager): Promise<Account | null> {
    return db.getRepository(Account).findOneBy({ demo: true });
  }

  private async insertAccount(db: EntityManager, by: Principal): Promise<Account> {
    await db.query('select pg_advisory_xact_lock($1)', [AdvisoryLock.Demo]);
    if (await this.find(db)) throw new Conflict('demo.exists', 'There is demo data already.');
    const accounts = db.getRepository(Account);
    const { timeZone } = await accounts.findOneByOrFail({ id: by.accountId });
    const account = accounts.create({
      name: 'Demonstration',
      defaultCountry: 'US',
      timeZone,
      demo: true,
      mayAddGateways: true,
    });
    await accounts.insert(account);
    await this.audit.record(db, by, {
      action: 'demo.created',
      entity: 'account',
      entityId: account.id,
    });
    return account;
  }

  private async silence(db: EntityManager, accountId: number): Promise<void> {
    await db.query(
      `update campaign set status = $2, ended_at = $3, hang_up = true
        where account_id = $1 and status in ('running', 'paused')`,
      [accountId, CampaignStatus.Stopped, this.clock.now()],
    );
    await db.getRepository(Account).update({ id: accountId }, { status: AccountStatus.Suspended });
  }
}
