import { Meters } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { Inject, Injectable, OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { callsOfAccount } from './campaign.counters';
import { openCampaigns } from './campaign.quota';

/** Counts what an account uses of its limits that concern campaigns. */
@Injectable()
export class CampaignMeters implements OnModuleInit {
  constructor(
    @Inject(Meters) private readonly meters: Meters,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const callsOf = (accountId: number) =>
      callsOfAccount(this.database, accountId, this.clock.now());
    this.meters.register('maxCampaigns', (accountId) => openCampaigns(this.database, accountId));
    this.meters.register('maxCallsPerMinute', async (id) => (await callsOf(id)).callsLastMinute);
    this.meters.register('maxChannels', async (id) => (await callsOf(id)).callsNow);
  }
}
