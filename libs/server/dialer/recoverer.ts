import { Config } from '@belltower/core';
import { Disposition, RetryPolicy } from '@belltower/dto';
import { GatewayLines } from '@belltower/gateway';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ClaimedCall } from './claim';
import { Clerk } from './clerk';
import { callIdOf } from './live-call';
import { tallySql } from './script';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';

interface Orphan extends ClaimedCall, RetryPolicy {
  ringTimeoutSeconds: number;
  maxCallSeconds: number;
  placedOn: Date;
}

const AT_ONCE = 500;

/* Reads only. Ledger rows of processes that are not among the living; each with what its campaign says about retries. */
const ORPHANS = `
select inflight.account_id "accountId", inflight.id, inflight.campaign_id "campaignId",
       inflight.gateway_id "gatewayId", inflight.number, inflight.caller_id "callerId", inflight.attempt,
       inflight.setbacks, inflight.dialer_id "dialerId", inflight.created_at "placedOn", 0 "placeAt",
       coalesce(campaign.max_retries, 0) "maxRetries", coalesce(campaign.retry_after_seconds, 0) "retryAfterSeconds",
       coalesce(campaign.retry_on, '{}') "retryOn", coalesce(campaign.retry_rules, '[]') "retryRules",
       greatest(campaign.ring_timeout_seconds, gateway.min_ring_timeout_seconds, 0) "ringTimeoutSeconds",
       coalesce(campaign.max_call_seconds, 0) "maxCallSeconds",
       ${tallySql('campaign', 'inflight.account_id', 'inflight.subscriber_id')} tally, null as "values"
  from inflight left join campaign on campaign.account_id = inflight.account_id and campaign.id = inflight.campaign_id
  left join gateway on gateway.id = inflight.gateway_id
 where inflight.dialer_id <> all ($1::uuid[])
 limit ${AT_ONCE}`;

/**
 * Ends the calls that a dead process has left in the ledger. Nobody knows what became of them, so they are written as
 * interrupted, and their numbers rest before they are called again: a while where the switch says that the call is
 * gone, and as long as the call could last where it cannot say.
 */
@Injectable()
export class Recoverer {
  private readonly logger = new Logger(Recoverer.name);
  private readonly inHand = new Set<string>();

  constructor(
    @Inject(SessionPool) private readonly db: SessionPool,
    @Inject(GatewayLines) private readonly lines: GatewayLines,
    @Inject(Clerk) private readonly clerk: Clerk,
    @Inject(ServerClock) private readonly clock: ServerClock,
    @Inject(Config) private readonly config: Config,
  ) {
    this.clerk.written.subscribe((batch) => {
      for (const { call } of batch) this.inHand.delete(callIdOf(call));
    });
  }

  /** Looks for orphans once; call it every second while leading. */
  async sweep(living: readonly string[]): Promise<void> {
    const found = await this.db.query<Orphan[]>(ORPHANS, [living]);
    const orphans = found.filter((orphan) => !this.inHand.has(callIdOf(orphan)));
    if (orphans.length)
      this.logger.warn(`${orphans.length} calls were left by a process that is gone`);
    for (const gatewayId of new Set(orphans.map((orphan) => orphan.gatewayId)))
      await this.recover(
        gatewayId,
        orphans.filter((orphan) => orphan.gatewayId === gatewayId),
      );
  }

  private async recover(gatewayId: number, orphans: readonly Orphan[]): Promise<void> {
    const living = await this.living(gatewayId, orphans.map(callIdOf));
    for (const orphan of orphans) {
      const callId = callIdOf(orphan);
      if (living !== 'unknown' && living.has(callId)) {
        // Nobody listens to it any more: it is ended, and found gone at the next look.
        await this.hangUp(gatewayId, callId);
        continue;
      }
      this.inHand.add(callId);
      this.interrupt(orphan, living === 'unknown');
    }
  }

  private async hangUp(gatewayId: number, callId: string): Promise<void> {
    try {
      await (await this.lines.telephonyOf(gatewayId)).hangUp(callId);
    } catch (error) {
      // One gateway that refuses must not keep the orphans of the others.
      this.logger.warn(`cannot hang up ${callId}: ${(error as Error).message}`);
    }
  }

  private async living(gatewayId: number, callIds: string[]): Promise<Set<string> | 'unknown'> {
    try {
      return await (await this.lines.telephonyOf(gatewayId)).alive(callIds);
    } catch (error) {
      this.logger.warn(`gateway ${gatewayId} cannot be asked: ${(error as Error).message}`);
      return 'unknown';
    }
  }

  private interrupt(orphan: Orphan, mayLive: boolean): void {
    const { maxRetries, retryAfterSeconds, retryOn, retryRules, placedOn, ...call } = orphan;
    const endedAt = this.clock.now();
    const guard = this.config.DIALER_GUARD_SECONDS;
    const age = (endedAt.getTime() - placedOn.getTime()) / 1_000;
    const mayLast = orphan.ringTimeoutSeconds + orphan.maxCallSeconds - age;
    this.clerk.record({
      call,
      script: { maxRetries, retryAfterSeconds, retryOn, retryRules },
      answered: false,
      placedAt: placedOn.getTime(),
      guardSeconds: mayLive ? Math.max(guard, mayLast) : guard,
      record: {
        accountId: call.accountId,
        id: call.id,
        disposition: Disposition.Interrupted,
        endedAt,
        ringSeconds: 0,
        talkSeconds: 0,
        sipStatus: null,
        q850: null,
        digits: null,
        answers: null,
        marks: null,
        timeline: [
          {
            atMs: Math.max(0, Math.round(age * 1_000)),
            event: 'hung-up',
            detail: 'interrupted: process lost',
          },
        ],
      },
    });
  }
}
