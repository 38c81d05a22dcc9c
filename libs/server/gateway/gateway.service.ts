import { AuditService, Principal } from '@belltower/auth';
import {
  Clock,
  Conflict,
  Invalid,
  keysetPage,
  KeysetSorts,
  NotFound,
  refuseOtherVersion,
  versionOf,
} from '@belltower/core';
import {
  CallerIdPolicy,
  GatewayInput,
  GatewayQuery,
  GatewayStatus,
  GatewayUseView,
  GatewayView,
  Page,
} from '@belltower/dto';
import { refuseSuppressed } from '@belltower/suppression';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager, IsNull, QueryFailedError } from 'typeorm';
import { DriverSettings } from './driver-settings';
import { GatewayNews } from './gateway-news';
import { GatewayUses, inUse } from './gateway-uses';
import { Gateway, GatewayGrant } from './gateway.entity';

/** Whose gateways are meant: those that an account brought, or with null all of the installation. */
export type Owner = number | null;

/** A gateway for those who may know all of it but its secrets. */
export type GatewayRecord = Omit<Gateway, 'secrets'> &
  Pick<GatewayView, 'accountIds' | 'simulated' | 'secretsKept' | 'version' | 'webhookUrl'>;

const SORTS: KeysetSorts = {
  columns: {
    name: { expression: 'lower(gateway.name)', type: 'text' },
    createdAt: { expression: 'gateway.created_at', type: 'timestamptz' },
  },
  fallback: 'name',
  id: 'gateway.id',
};

/** Gateways as those see them who may change them: operators all, an account those it brought. */
@Injectable()
export class GatewayService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(DriverSettings) private readonly settings: DriverSettings,
    @Inject(GatewayUses) private readonly uses: GatewayUses,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(GatewayNews) private readonly news: GatewayNews,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(owner: Owner, query: GatewayQuery): Promise<Page<GatewayRecord>> {
    const gateways = this.reachable(owner);
    if (query.q) gateways.andWhere('gateway.name ilike :q', { q: `%${query.q}%` });
    if (query.channel) gateways.andWhere('gateway.channel = :channel', { channel: query.channel });
    const page = await keysetPage(gateways, query, SORTS);
    return { ...page, items: await this.withGrants(this.database.manager, page.items) };
  }

  /** @throws NotFound `gateway.not-found` */
  async get(
    owner: Owner,
    id: number,
    db: EntityManager = this.database.manager,
  ): Promise<GatewayRecord> {
    const [record] = await this.withGrants(db, [await this.find(db, owner, id)]);
    return record!;
  }

  /**
   * A gateway, to try it on a number. The lists and opt-outs of whoever brought it count, else those of whoever tries it.
   * @throws NotFound `gateway.not-found`, Invalid `gateway.number-suppressed`
   */
  async toTry(by: Principal, owner: Owner, id: number, number: string): Promise<GatewayRecord> {
    const gateway = await this.get(owner, id);
    const { channel, ownerAccountId } = gateway;
    const accountId = ownerAccountId ?? by.accountId;
    await refuseSuppressed(
      this.database,
      { accountId, campaignId: null, number, channel },
      'gateway.number-suppressed',
    );
    return gateway;
  }

  /**
   * Adds a gateway. One that an account brings is granted to it at once.
   * @throws Conflict `gateway.name-taken`
   * @throws Invalid `gateway.unknown-driver` or `gateway.settings`
   */
  async create(by: Principal, owner: Owner, input: GatewayInput): Promise<GatewayRecord> {
    const kept = this.settings.keep(this.settings.driverOf(input), input.settings);
    return this.database.transaction(async (db) => {
      await this.refuseTakenName(db, owner, input.name);
      const gateways = db.getRepository(Gateway);
      const gateway = gateways.create({ ...columnsOf(input), ...kept, ownerAccountId: owner });
      await gateways.insert(gateway as object);
      if (owner !== null) {
        await db.getRepository(GatewayGrant).insert({ accountId: owner, gatewayId: gateway.id });
      }
      await this.record(db, by, 'gateway.created', gateway);
      await this.news.tell(db, gateway.id);
      return this.get(owner, gateway.id, db);
    });
  }

  /**
   * Changes a gateway. Calls on the line go on as they began; new ones follow the change. Secrets that are not
   * given stay.
   * @param version the one that is replaced; where it is not said, any
   * @throws Conflict `gateway.name-taken`, `gateway.changed-meanwhile`
   * @throws Invalid `gateway.unknown-driver`, `gateway.settings` or `gateway.other-channel`
   */
  async replace(
    by: Principal,
    owner: Owner,
    id: number,
    input: GatewayInput,
    version?: string,
  ): Promise<GatewayRecord> {
    const driver = this.settings.driverOf(input);
    return this.database.transaction(async (db) => {
      const before = await this.find(db, owner, id, 'locked');
      refuseOtherVersion(gatewayVersion(before), version, 'gateway');
      refuseOtherChannel(before, input);
      const isSameDriver = before.driver === driver.key;
      const kept = this.settings.keep(driver, input.settings, isSameDriver ? before : undefined);
      await this.refuseTakenName(db, before.ownerAccountId, input.name, id);
      // What another driver said about it is no longer true.
      const forgotten = isSameDriver
        ? {}
        : { status: GatewayStatus.Unknown, statusDetail: null, checkedAt: null };
      const values = { ...columnsOf(input), ...kept, ...forgotten };
      await db.getRepository(Gateway).update({ id }, values as object);
      await this.record(db, by, 'gateway.changed', { id, name: input.name });
      await this.news.tell(db, id);
      return this.get(owner, id, db);
    });
  }

  /** The campaigns that call or send over a gateway, those under way first. @throws NotFound `gateway.not-found` */
  async usesOf(owner: Owner, id: number): Promise<GatewayUseView[]> {
    await this.find(this.database.manager, owner, id);
    const uses = await this.uses.of(this.database, id, null);
    return uses
      .filter(({ deleted }) => !deleted)
      .map(({ deleted: _deleted, channel: _channel, ...use }) => use);
  }

  /**
   * Deletes a gateway with its settings and secrets. Its name stays with the calls made over it, and with the
   * campaigns of the past; a draft that names it has to choose another.
   * @throws Conflict `gateway.in-use`, naming who calls over it
   */
  async remove(by: Principal, owner: Owner, id: number): Promise<void> {
    await this.database.transaction(async (db) => {
      const gateway = await this.find(db, owner, id, 'locked');
      await this.uses.refuseWhileCalling(db, id);
      await this.news.tell(db, id);
      const forgotten = { settings: {}, secrets: null, enabled: false };
      await db
        .getRepository(Gateway)
        .update({ id }, { ...forgotten, deletedAt: () => 'now()' } as object);
      await this.record(db, by, 'gateway.deleted', gateway);
    });
  }

  /**
   * Lets exactly these accounts use a gateway. Campaigns of the past keep its name.
   * @throws Conflict `gateway.in-use` where an account that loses it may still call over it, or `gateway.owned`
   * @throws NotFound `reference.not-found` where there is no such account
   */
  async grant(by: Principal, id: number, accountIds: readonly number[]): Promise<GatewayRecord> {
    return refusingIfReferred(() =>
      this.database.transaction(async (db) => {
        const gateway = await this.find(db, null, id, 'locked');
        if (gateway.ownerAccountId !== null) {
          throw new Conflict('gateway.owned', 'It belongs to an account, which alone may use it.');
        }
        const now = this.clock.now();
        const grants = db.getRepository(GatewayGrant);
        const held = await grants.findBy({ gatewayId: id, withdrawnAt: IsNull() });
        const before = held.map(({ accountId }) => accountId);
        const lost = before.filter((accountId) => !accountIds.includes(accountId));
        const won = accountIds.filter((accountId) => !before.includes(accountId));
        for (const accountId of lost) {
          const isNamed = await this.uses.refuseWhileNeeded(db, id, accountId);
          await this.news.tell(db, id);
          if (isNamed) await grants.update({ accountId, gatewayId: id }, { withdrawnAt: now });
          else await grants.delete({ accountId, gatewayId: id });
        }
        if (won.length)
          await grants.upsert(
            won.map((accountId) => ({ accountId, gatewayId: id, withdrawnAt: null })),
            ['accountId', 'gatewayId'],
          );
        await this.record(db, by, 'gateway.granted', gateway, { accountIds });
        await this.news.tell(db, id);
        return this.get(null, id, db);
      }),
    );
  }

  private async find(
    db: EntityManager,
    owner: Owner,
    id: number,
    lock?: 'locked',
  ): Promise<Gateway> {
    const gateways = this.reachable(owner, db).andWhere('gateway.id = :id', { id });
    if (lock) gateways.setLock('pessimistic_write');
    const gateway = await gateways.getOne();
    if (!gateway) throw new NotFound('gateway.not-found', 'There is no such gateway.');
    return gateway;
  }

  private reachable(owner: Owner, db: EntityManager = this.database.manager) {
    const gateways = db
      .createQueryBuilder(Gateway, 'gateway')
      .addSelect('gateway.secrets')
      .where('gateway.deleted_at is null');
    return owner === null
      ? gateways
      : gateways.andWhere('gateway.owner_account_id = :owner', { owner });
  }

  private async withGrants(db: EntityManager, gateways: Gateway[]): Promise<GatewayRecord[]> {
    const ids = gateways.map(({ id }) => id);
    const grants = await db.query<{ gateway_id: number; account_id: number }[]>(
      `select gateway_id, account_id from gateway_grant
        where gateway_id = any($1) and withdrawn_at is null order by account_id`,
      [ids],
    );
    return gateways.map(({ secrets, ...gateway }) => ({
      ...gateway,
      accountIds: grants
        .filter(({ gateway_id }) => gateway_id === gateway.id)
        .map(({ account_id }) => account_id),
      version: gatewayVersion({ secrets, ...gateway }),
      simulated: this.settings.isSimulated(gateway),
      webhookUrl: this.settings.webhookOf(gateway),
      secretsKept: this.settings.secretsKept({ settings: gateway.settings, secrets }),
    }));
  }

  private async refuseTakenName(
    db: EntityManager,
    owner: Owner,
    name: string,
    except = 0,
  ): Promise<void> {
    const taken = await db
      .createQueryBuilder(Gateway, 'gateway')
      .where('coalesce(gateway.owner_account_id, 0) = :owner', { owner: owner ?? 0 })
      .andWhere('lower(gateway.name) = lower(:name) and gateway.id <> :except', { name, except })
      .andWhere('gateway.deleted_at is null')
      .getExists();
    if (!taken) return;
    const message = `There is a gateway called “${name}” already.`;
    throw new Conflict('gateway.name-taken', message, [{ field: 'name', message }]);
  }

  private record(
    db: EntityManager,
    by: Principal,
    action: string,
    { id, name }: Pick<Gateway, 'id' | 'name'>,
    detail: Record<string, unknown> = {},
  ): Promise<void> {
    return this.audit.record(db, by, {
      action,
      entity: 'gateway',
      entityId: id,
      detail: { name, ...detail },
    });
  }
}

/** Its secrets are part of what somebody may have changed. */
const gatewayVersion = (gateway: Gateway) => versionOf(GatewayInput, gateway, gateway.secrets);

/** Campaigns of the one channel name it, and their messages or calls were made over it. */
function refuseOtherChannel(before: Gateway, { channel }: GatewayInput): void {
  if (before.channel === channel) return;
  const message = 'A gateway keeps its channel. Add another one';
  throw new Invalid('gateway.other-channel', `${message}.`, [{ field: 'channel', message }]);
}

/** The input's own columns; its settings are kept apart from their secrets. What is left blank is taken out. */
function columnsOf({ settings: _, ...columns }: GatewayInput): Partial<Gateway> {
  return {
    ...(columns as Partial<Gateway>),
    stripPrefix: columns.stripPrefix ?? null,
    addPrefix: columns.addPrefix ?? null,
    allowedPrefixes: columns.allowedPrefixes ?? [],
    callerId: columns.callerId ?? null,
    callerIdPolicy: columns.callerIdPolicy ?? CallerIdPolicy.Campaign,
    callerIdsAllowed: columns.callerIdsAllowed ?? [],
    minRingTimeoutSeconds: columns.minRingTimeoutSeconds ?? null,
    maxRingTimeoutSeconds: columns.maxRingTimeoutSeconds ?? null,
  };
}

/** A use that began after everybody was asked is refused by the foreign key of the grant. */
async function refusingIfReferred<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof QueryFailedError)) throw error;
    const { code, constraint } = error.driverError as { code?: string; constraint?: string };
    if (code === '23503' && constraint === 'campaign_gateway_gateway_id_fk')
      throw inUse('taken away');
    throw error;
  }
}
