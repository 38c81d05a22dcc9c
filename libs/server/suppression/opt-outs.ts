import { Clock, keysetPage, KeysetSorts, Queryable } from '@belltower/core';
import { Channel, OptOutQuery, Page } from '@belltower/dto';
import { filterNumber } from '@belltower/phone-number';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OptOut } from './opt-out.entity';

/** Somebody who asked not to be reached again. */
export interface OptOutFact {
  accountId: number;
  number: string;
  channel: Channel;
  /** How they said so, for example `keypress 9`. */
  source: string;
  campaignId?: number;
}

const SORTS: KeysetSorts = {
  columns: { createdAt: { expression: 'fact.created_at', type: 'timestamptz' } },
  fallback: '-createdAt',
  id: 'fact.id',
};

/** Opt-outs: facts that are only ever added, and outlive contacts and lists. */
@Injectable()
export class OptOuts {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(DataSource) private readonly database: DataSource,
  ) {}

  /** Effective for every claim after the caller's transaction commits. */
  async record(db: Queryable, fact: OptOutFact): Promise<void> {
    const { accountId, number, channel, source, campaignId } = fact;
    await db.query(
      `insert into opt_out (account_id, number, channel, source, campaign_id, created_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [accountId, number, channel, source, campaignId ?? null, this.clock.now()],
    );
  }

  async list(accountId: number, query: OptOutQuery): Promise<Page<OptOut>> {
    const facts = this.database
      .createQueryBuilder(OptOut, 'fact')
      .where('fact.account_id = :accountId', { accountId });
    const { number, channel } = query;
    if (number) filterNumber(facts, 'fact.number', number);
    if (channel) facts.andWhere('fact.channel = :channel', { channel });
    return keysetPage(facts, query, SORTS);
  }
}
