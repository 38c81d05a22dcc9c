import { Inject, Injectable, Logger } from '@nestjs/common';
import { Branches } from './branches';
import { callIdOf } from './live-call';
import { Orphan } from './recovery';
import { tallySql, valuesSql } from './script';
import { SessionPool } from './session';

const AT_ONCE = 500;

/* Whether campaign and contact say what they said when it was the attempt's turn. */
const UNCHANGED = `
  coalesce(campaign.updated_at <= inflight.created_at and (
    campaign.placeholders = '{}' or inflight.contact_id is null or exists (
      select from contact
       where contact.account_id = inflight.account_id and contact.id = inflight.contact_id
         and contact.updated_at <= inflight.created_at)), false)`;

/* Reads only. Ledger rows of processes that are not among the living; each with what its campaign says. */
const ORPHANS = `
select inflight.account_id "accountId", inflight.id, inflight.channel, inflight.campaign_id "campaignId",
       inflight.gateway_id "gatewayId", inflight.number, inflight.caller_id "callerId", inflight.attempt,
       inflight.setbacks, inflight.dialer_id "dialerId", inflight.created_at "placedOn", 0 "placeAt",
       coalesce(campaign.message, '') "message", ${UNCHANGED} "isUnchanged",
       coalesce(campaign.max_retries, 0) "maxRetries", coalesce(campaign.retry_after_seconds, 0) "retryAfterSeconds",
       coalesce(campaign.retry_on, '{}') "retryOn", coalesce(campaign.retry_rules, '[]') "retryRules",
       greatest(campaign.ring_timeout_seconds, gateway.min_ring_timeout_seconds, 0) "ringTimeoutSeconds",
       coalesce(campaign.max_call_seconds, 0) "maxCallSeconds",
       ${tallySql('campaign', 'inflight.account_id', 'inflight.subscriber_id')} tally,
       ${valuesSql('campaign', { account: 'inflight.account_id', contact: 'inflight.contact_id', number: 'inflight.number' })} "values"
  from inflight left join campaign on campaign.account_id = inflight.account_id and campaign.id = inflight.campaign_id
  left join gateway on gateway.id = inflight.gateway_id
 where inflight.dialer_id <> all ($1::uuid[])
 limit ${AT_ONCE}`;

/** Finds attempts that a dead process has left in the ledger, and has each ended once. */
@Injectable()
export class Recoverer {
  private readonly logger = new Logger(Recoverer.name);
  private readonly inHand = new Set<string>();

  constructor(
    @Inject(SessionPool) private readonly db: SessionPool,
    @Inject(Branches) private readonly branches: Branches,
  ) {
    this.branches.written.subscribe((batch) => {
      for (const { call } of batch) this.inHand.delete(callIdOf(call));
    });
  }

  /** Looks for orphans once; call it every second while leading. */
  async sweep(living: readonly string[]): Promise<void> {
    const found = await this.db.query<Orphan[]>(ORPHANS, [living]);
    const orphans = found.filter((orphan) => !this.inHand.has(callIdOf(orphan)));
    if (orphans.length)
      this.logger.warn(`${orphans.length} attempts were left by a process that is gone`);
    for (const gatewayId of new Set(orphans.map((orphan) => orphan.gatewayId))) {
      // Of one channel, as a gateway is.
      const some = orphans.filter((orphan) => orphan.gatewayId === gatewayId);
      for (const orphan of some) this.inHand.add(callIdOf(orphan));
      const ended = new Set(await this.branches.recoveryOf(some[0]!).recover(gatewayId, some));
      for (const orphan of some) if (!ended.has(orphan)) this.inHand.delete(callIdOf(orphan));
    }
  }
}
