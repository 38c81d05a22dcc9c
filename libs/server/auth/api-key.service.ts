import { Inject, Injectable } from '@nestjs/common';
import {
  Clock,
  Forbidden,
  Invalid,
  keysetPage,
  KeysetSorts,
  NotFound,
  Notifications,
} from '@belltower/core';
import {
  AccountStatus,
  ApiKeyInput,
  ApiKeyView,
  NewApiKeyView,
  Page,
  PageQuery,
  Role,
} from '@belltower/dto';
import { DataSource, IsNull } from 'typeorm';
import { announceAccessChange } from './access-change';
import { ApiKey } from './api-key.entity';
import { AuditService } from './audit.service';
import { Principal } from './principal';
import { refuseSuspended } from './session.service';
import { hashOfToken, newToken } from './token';

/** What every key begins with, so that scanners for leaked secrets can find one. */
const KEY_PREFIX = 'bt_';
const SHOWN_CHARACTERS = KEY_PREFIX.length + 6;
/** How exact "last used" is. */
const USED_MS = 60_000;

const SORTS: KeysetSorts = {
  columns: {
    name: { expression: 'lower(api_key.name)', type: 'text' },
    createdAt: { expression: 'api_key.created_at', type: 'timestamptz' },
  },
  fallback: '-createdAt',
  id: 'api_key.id',
};

interface KeyRow {
  id: number;
  accountId: number;
  name: string;
  role: Role;
  operator: boolean;
  lastUsedAt: Date | null;
  status: AccountStatus;
}

/** API keys of an account: shown once, hashed at rest. */
@Injectable()
export class ApiKeyService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(Notifications) private readonly notifications: Notifications,
  ) {}

  async list({ accountId }: Principal, query: PageQuery): Promise<Page<ApiKey>> {
    const keys = this.database
      .createQueryBuilder(ApiKey, 'api_key')
      .where('api_key.account_id = :accountId and api_key.revoked_at is null', { accountId });
    return keysetPage(keys, query, SORTS);
  }

  /**
   * Makes a key; its `token` is in this answer and never again.
   * @throws Forbidden `api-key.operator` where somebody who is not an operator asks for an operator's key
   * @throws Invalid `api-key.expired`
   */
  async create(user: Principal, input: ApiKeyInput): Promise<NewApiKeyView> {
    if (input.operator && !user.operator) {
      throw new Forbidden(
        'api-key.operator',
        'Only an operator can make a key that administers the platform.',
      );
    }
    const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
    if (expiresAt && expiresAt <= this.clock.now()) {
      const message = 'This time has passed already.';
      throw new Invalid('api-key.expired', message, [{ field: 'expiresAt', message }]);
    }
    const token = KEY_PREFIX + newToken();
    return this.database.transaction(async (db) => {
      const key = db.getRepository(ApiKey).create({
        ...input,
        expiresAt,
        accountId: user.accountId,
        createdBy: user.userId,
        prefix: token.slice(0, SHOWN_CHARACTERS),
        tokenHash: hashOfToken(token),
      });
      await db.getRepository(ApiKey).insert(key);
      await this.audit.record(db, user, {
        action: 'api-key.created',
        entity: 'api-key',
        entityId: key.id,
        detail: { name: key.name, role: key.role },
      });
      return { ...(key as unknown as ApiKeyView), token };
    });
  }

  /** Makes a key worthless at once. @throws NotFound `api-key.not-found` */
  async revoke(user: Principal, id: number): Promise<void> {
    const { accountId } = user;
    await this.database.transaction(async (db) => {
      const { affected } = await db
        .getRepository(ApiKey)
        .update({ accountId, id, revokedAt: IsNull() }, { revokedAt: this.clock.now() });
      if (!affected) throw new NotFound('api-key.not-found', 'There is no such key.');
      await this.audit.record(db, user, {
        action: 'api-key.revoked',
        entity: 'api-key',
        entityId: id,
      });
      await announceAccessChange(this.notifications, db, accountId);
    });
  }

  /**
   * On whose behalf a key speaks; null where it is wrong, revoked or expired.
   * @throws Forbidden `account.suspended`
   */
  async principalOf(token: string): Promise<Principal | null> {
    if (!token.startsWith(KEY_PREFIX)) return null;
    const now = this.clock.now();
    const [row] = await this.database.query<KeyRow[]>(
      `select api_key.id, api_key.account_id "accountId", api_key.name, api_key.role,
              api_key.operator, api_key.last_used_at "lastUsedAt", account.status
         from api_key
         join account on account.id = api_key.account_id
        where api_key.token_hash = $1 and api_key.revoked_at is null
          and (api_key.expires_at is null or api_key.expires_at > $2)`,
      [hashOfToken(token), now],
    );
    if (!row) return null;
    if (now.getTime() - (row.lastUsedAt?.getTime() ?? 0) > USED_MS) {
      await this.database.getRepository(ApiKey).update({ id: row.id }, { lastUsedAt: now });
    }
    refuseSuspended(row.status);
    return {
      accountId: row.accountId,
      userId: null,
      name: row.name,
      role: row.role,
      operator: row.operator,
    };
  }
}
