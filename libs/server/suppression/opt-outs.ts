import { Clock, keysetPage, KeysetSorts, Queryable } from '@belltower/core';
import { Channel, OptOutQuery, Page } from '@belltower/dto';
import { filterNumber } from '@belltower/phone-number';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { OptOut } from './opt-out.entity';
import { SuppressionWatchers } from './suppression-watchers';

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

/** Opt-outs: facts that are only ever added or withdrawn, and outlive contacts and lists. */
@Injectable()
export class OptOuts {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SuppressionWatchers) private readonly watchers: SuppressionWatchers,
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

  /**
   * The same, unless an earlier one of the number still holds: answers whether it is new. Two at once add one.
   */
  async recordOnce(db: Queryable, fact: OptOutFact): Promise<boolean> {
    const { accountId, number, channel } = fact;
    await lockNumber(db, accountId, number);
    const [{ holds }] = await db.query<[{ holds: boolean }]>(
      `select exists (select from opt_out where account_id = $1 and number = $2 and channel = $3
                         and withdrawn_at is null) as holds`,
      [accountId, number, channel],
    );
    if (!holds) await this.record(db, fact);
    return !holds;
  }

  /** Takes back what a number has opted out of, and answers whether it had. The facts stay, with who said so. */
  async withdraw(
    db: EntityManager,
    { accountId, number, channel, source }: OptOutFact,
  ): Promise<boolean> {
    await lockNumber(db, accountId, number);
    const [withdrawn] = await db.query<[unknown[], number]>(
      `update opt_out set withdrawn_at = $4, withdrawn_by = $5
        where account_id = $1 and number = $2 and channel = $3 and withdrawn_at is null returning id`,
      [accountId, number, channel, this.clock.now(), source],
    );
    if (withdrawn.length) await this.watchers.lifted(db, accountId, [number]);
    return withdrawn.length > 0;
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

/** Whoever says stop and start in one breath has said them one after the other. */
async function lockNumber(db: Queryable, accountId: number, number: string): Promise<void> {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `opt-out ${accountId} ${number}`,
  ]);
}
