import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@belltower/core';
import { EntityManager } from 'typeorm';
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

/** The append-only record of who changed what. */
@Injectable()
export class AuditService {
  constructor(@Inject(Clock) private readonly clock: Clock) {}

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
