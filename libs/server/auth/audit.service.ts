import { Inject, Injectable } from '@nestjs/common';
import { Clock, containing, keysetPage, KeysetSorts } from '@belltower/core';
import { AuditQuery, Page } from '@belltower/dto';
import { DataSource, EntityManager } from 'typeorm';
import { Audit } from './audit.entity';
import { Principal } from './principal';

/** Something worth remembering, for example `{ action: 'campaign.paused', entity: 'campaign', entityId: 7 }`. */
export interface AuditEntry {
  action: string;
  entity: string;
  entityId?: number;
  /** What else a reader will want to know; never a secret. */
  detail?: Record<string, unknown>;
}

/** Whose deed it was; a null user with a name is an API key, without a name the system itself. */
export type AuditedBy = Pick<Principal, 'accountId'> & {
  userId: number | null;
  name: string | null;
};

const SORTS: KeysetSorts = {
  columns: { at: { expression: 'audit.at', type: 'timestamptz' } },
  fallback: '-at',
  id: 'audit.id',
};

/** The append-only record of who changed what. */
@Injectable()
export class AuditService {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(DataSource) private readonly database: DataSource,
  ) {}

  /** What was done in an account, newest first unless asked otherwise. */
  async list({ accountId }: Pick<Principal, 'accountId'>, query: AuditQuery): Promise<Page<Audit>> {
    const { who, what, record, from, until } = query;
    const deeds = this.database
      .createQueryBuilder(Audit, 'audit')
      .where('audit.account_id = :accountId', { accountId });
    if (who) deeds.andWhere('audit.user_name ilike :who', { who: containing(who) });
    if (what) {
      // As people read it: “user created” finds `user.created`.
      const words = what.replace(/[.-]/g, ' ');
      deeds.andWhere(`translate(audit.action, '.-', '  ') ilike :words`, {
        words: containing(words),
      });
    }
    if (record) deeds.andWhere('audit.entity_id = :record', { record });
    if (from) deeds.andWhere('audit.at >= :from', { from });
    if (until) deeds.andWhere('audit.at < :until', { until });
    return keysetPage(deeds, query, SORTS);
  }

  /** Writes within the caller's transaction, so that a change and its record stand or fall together. */
  async record(db: EntityManager, by: AuditedBy, entry: AuditEntry): Promise<void> {
    await db.getRepository(Audit).insert({
      accountId: by.accountId,
      at: this.clock.now(),
      userId: by.userId,
      userName: by.name,
      action: entry.action,
      entity: entry.entity,
      entityId: entry.entityId ?? null,
      detail: entry.detail ?? {},
    } as object);
  }
}
