import { Meters } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { Channel } from '@belltower/dto';
import { Inject, Injectable, OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { attemptsOfAccount } from './campaign.counters';
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
    const attemptsOf = (accountId: number, channel: Channel) =>
      attemptsOfAccount(this.database, accountId, channel, this.clock.now());
    this.meters.register('maxCampaigns', (accountId) => openCampaigns(this.database, accountId));
    this.meters.register(
      'maxCallsPerMinute',
      async (id) => (await attemptsOf(id, Channel.Voice)).lastMinute,
    );
    this.meters.register(
      'maxMessagesPerMinute',
      async (id) => (await attemptsOf(id, Channel.Sms)).lastMinute,
    );
    this.meters.register(
      'maxChannels',
      async (id) => (await attemptsOf(id, Channel.Voice)).underWay,
    );
  }
}
