import { Principal } from '@belltower/auth';
import { findCampaign } from '@belltower/campaign';
import { Clock } from '@belltower/core';
import { CampaignMessageStatisticsView, MessageState } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { campaignMinutes, MinuteSource } from './campaign-minutes';
import { messageFiguresOf, MessageTally } from './message-figures';
import { MESSAGE_TALLIES } from './tallies';

const MINUTES: MinuteSource = {
  ...{ table: 'message', stat: 'message_stat', count: 'messages' },
  good: `state = '${MessageState.Delivered}'`,
};

/** What has become of one campaign's messages. */
@Injectable()
export class MessageStatisticsService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws NotFound `campaign.not-found` */
  async of(
    { accountId }: Pick<Principal, 'accountId'>,
    campaignId: number,
  ): Promise<CampaignMessageStatisticsView> {
    await findCampaign(this.database.manager, accountId, campaignId);
    const tallies = await this.database.query<MessageTally[]>(
      `select state, ${MESSAGE_TALLIES.sums} from message_stat
        where account_id = $1 and campaign_id = $2 group by 1`,
      [accountId, campaignId],
    );
    const now = this.clock.now();
    const minutes = await campaignMinutes(this.database, MINUTES, accountId, campaignId, now);
    return {
      ...messageFiguresOf(tallies),
      perMinute: minutes.map(({ minute, all, good }) => ({
        minute,
        messages: all,
        delivered: good,
      })),
    };
  }
}
