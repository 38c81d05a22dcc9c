import { Clock, Queryable } from '@belltower/core';
import { Channel } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';

/** Somebody who asked not to be reached again. */
export interface OptOutFact {
  accountId: number;
  number: string;
  channel: Channel;
  /** How they said so, for example `keypress 9`. */
  source: string;
  campaignId?: number;
}

/** Opt-outs: facts that are only ever added, and outlive contacts and lists. */
@Injectable()
export class OptOuts {
  constructor(@Inject(Clock) private readonly clock: Clock) {}

  /** Effective for every claim after the caller's transaction commits. */
  async record(db: Queryable, fact: OptOutFact): Promise<void> {
    const { accountId, number, channel, source, campaignId } = fact;
    await db.query(
      `insert into opt_out (account_id, number, channel, source, campaign_id, created_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [accountId, number, channel, source, campaignId ?? null, this.clock.now()],
    );
  }
}
