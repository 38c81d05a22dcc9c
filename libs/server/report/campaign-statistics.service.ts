import { Principal } from '@belltower/auth';
import { Clock, NotFound } from '@belltower/core';
import { CampaignStatisticsView, Disposition, MinuteView, Question } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { answerFigures } from './answer-stat';
import { figuresOf, Tally } from './figures';

const MINUTE_MS = 60_000;

/** How far back to look, longest first: the first whose calls of the account are few enough is taken. */
const WINDOWS = [60, 15, 5];
/** More would take longer to count than a page that asks every few seconds can wait. */
const MOST_CALLS = 100_000;

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
      `select disposition, sum(calls)::bigint as calls, sum(talk_seconds)::bigint as "talkSeconds"
         from call_stat
        where account_id = $1 and campaign_id = $2 group by 1`,
      [accountId, campaignId],
    );
    return {
      ...figuresOf(tallies),
      perMinute: await this.perMinute(accountId, campaignId),
      ...(await answerFigures(this.database, accountId, campaignId, campaign.questions)),
    };
  }

  private async perMinute(accountId: number, campaignId: number): Promise<MinuteView[]> {
    const minutes = await this.window(accountId);
    const last = Math.floor(this.clock.now().getTime() / MINUTE_MS) * MINUTE_MS;
    const first = last - (minutes - 1) * MINUTE_MS;
    const rows = await this.database.query<(Omit<MinuteView, 'minute'> & { minute: Date })[]>(
      `select date_bin('1 minute', created_at, 'epoch') as minute, count(*) as calls,
              count(*) filter (where disposition = '${Disposition.Answered}') as answered
         from call where account_id = $1 and created_at >= $2 and campaign_id = $3
        group by 1`,
      [accountId, new Date(first), campaignId],
    );
    const counted = new Map(rows.map((row) => [row.minute.getTime(), row]));
    return Array.from({ length: minutes }, (_, index) => {
      const minute = first + index * MINUTE_MS;
      const { calls = 0, answered = 0 } = counted.get(minute) ?? {};
      return { minute: new Date(minute).toISOString(), calls, answered };
    });
  }

  /** In minutes. */
  private async window(accountId: number): Promise<number> {
    const [{ calls }] = await this.database.query<[{ calls: number }]>(
      `select coalesce(sum(calls), 0)::bigint as calls from call_stat
        where account_id = $1 and quarter > $2`,
      [accountId, new Date(this.clock.now().getTime() - 75 * MINUTE_MS)],
    );
    return WINDOWS.find((minutes) => (calls * minutes) / 60 <= MOST_CALLS) ?? WINDOWS.at(-1)!;
  }
}
