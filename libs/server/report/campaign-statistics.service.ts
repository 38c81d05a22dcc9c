import { Principal } from '@belltower/auth';
import { Clock, NotFound } from '@belltower/core';
import { CampaignStatisticsView, Disposition, Question } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { answerFigures } from './answer-stat';
import { campaignMinutes, MinuteSource } from './campaign-minutes';
import { figuresOf, Tally } from './figures';
import { CALL_TALLIES } from './tallies';

const MINUTES: MinuteSource = {
  ...{ table: 'call', stat: 'call_stat', count: 'calls' },
  good: `disposition = '${Disposition.Answered}'`,
};

/** What has become of one campaign's calls. */
@Injectable()
export class CampaignStatisticsService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws NotFound `campaign.not-found` */
  async of({ accountId }: Principal, campaignId: number): Promise<CampaignStatisticsView> {
    const [campaign] = await this.database.query<[{ questions: Question[] }?]>(
      'select questions from campaign where account_id = $1 and id = $2 and deleted_at is null',
      [accountId, campaignId],
    );
    if (!campaign) throw new NotFound('campaign.not-found', 'There is no such campaign.');
    const tallies = await this.database.query<Tally[]>(
      `select disposition, ${CALL_TALLIES.sums} from call_stat
        where account_id = $1 and campaign_id = $2 group by 1`,
      [accountId, campaignId],
    );
    const now = this.clock.now();
    const minutes = await campaignMinutes(this.database, MINUTES, accountId, campaignId, now);
    return {
      ...figuresOf(tallies),
      perMinute: minutes.map(({ minute, all, good }) => ({ minute, calls: all, answered: good })),
      ...(await answerFigures(this.database, accountId, campaignId, campaign.questions)),
    };
  }
}
