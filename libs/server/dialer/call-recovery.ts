import { Config } from '@belltower/core';
import { Disposition } from '@belltower/dto';
import { GatewayLines } from '@belltower/gateway';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clerk } from './clerk';
import { callIdOf } from './live-call';
import { Orphan, Recovery } from './recovery';
import { ServerClock } from './server-clock';

/**
 * Ends calls that a dead process has left. Nobody knows what became of them, so they are written as interrupted, and
 * their numbers rest before they are called again: a while where the switch says that the call is gone, and as long as
 * the call could last where it cannot say.
 */
@Injectable()
export class CallRecovery extends Recovery {
  private readonly logger = new Logger(CallRecovery.name);

  constructor(
    @Inject(GatewayLines) private readonly lines: GatewayLines,
    @Inject(Clerk) private readonly clerk: Clerk,
    @Inject(ServerClock) private readonly clock: ServerClock,
    @Inject(Config) private readonly config: Config,
  ) {
    super();
  }

  async recover(gatewayId: number, orphans: readonly Orphan[]): Promise<readonly Orphan[]> {
    const living = await this.living(gatewayId, orphans.map(callIdOf));
    const ended: Orphan[] = [];
    for (const orphan of orphans) {
      const callId = callIdOf(orphan);
      if (living !== 'unknown' && living.has(callId)) {
        // Nobody listens to it any more: it is ended, and found gone at the next look.
        await this.hangUp(gatewayId, callId);
        continue;
      }
      this.interrupt(orphan, living === 'unknown');
      ended.push(orphan);
    }
    return ended;
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
