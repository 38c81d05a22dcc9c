import { Clock, Jobs } from '@belltower/core';
import { Inject, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CampaignConclusion } from './campaign.conclusion';
import { hasDialer } from './campaign.counters';
import { CampaignHoldLog } from './campaign.hold-log';
import { campaignOpenSql } from './eligibility.sql';

const QUEUE = 'campaign.watch';
const EVERY_MINUTE = '* * * * *';

/** Looks after running campaigns while no dialer does: they still come to their end, and say that nobody calls. */
@Injectable()
export class CampaignWatch implements OnApplicationBootstrap {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(CampaignConclusion) private readonly conclusion: CampaignConclusion,
    @Inject(CampaignHoldLog) private readonly holdLog: CampaignHoldLog,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.work(QUEUE, { retries: 0 }, () => this.look());
    await this.jobs.schedule(QUEUE, EVERY_MINUTE);
  }

  /** Does nothing while a dialer leads, which sees to all of this each second. */
  async look(): Promise<void> {
    const now = this.clock.now();
    if (await hasDialer(this.database, now)) return;
    const running = await this.database.query<{ accountId: number; id: number; open: boolean }[]>(
      `select campaign.account_id as "accountId", campaign.id,
              ${campaignOpenSql('campaign', 'account', '$1')} as open
         from campaign join account on account.id = campaign.account_id
        where campaign.status = 'running' and campaign.deleted_at is null`,
      [now],
    );
    for (const { accountId, id } of running) await this.conclusion.concludeIfDone(accountId, id);
    await this.holdLog.noteNoDialer(running.filter(({ open }) => open));
  }
}
