import { Principal } from '@belltower/auth';
import { Queryable } from '@belltower/core';
import { MessageAttemptFiguresView, MessageFiguresView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { CampaignReports, CampaignSource } from './campaign-reports';
import { askedCountry, countryName } from './country';
import { groupBy } from './group-by';
import { messageCountsOf, MessageTally, StateCount } from './message-figures';
import { codeCounts, messagesByGateway, messagesByKey } from './message-groups';
import { MESSAGE_TALLIES } from './tallies';

/** Messages of a step of time, at an hour of the day, over one gateway, to one country, with one error code. */
interface Count extends MessageTally {
  gatewayId: number;
  country: string;
  code: string;
}

const SOURCE: CampaignSource<Count, MessageFiguresView> = {
  tallies: MESSAGE_TALLIES,
  table: 'message',
  stat: 'message_stat',
  keys: ['gateway_id as "gatewayId"', 'country', 'code'],
};

/** One campaign of messages on a page: what was asked, and what has come of it. */
@Injectable()
export class MessageCampaignReportService {
  constructor(@Inject(CampaignReports) private readonly reports: CampaignReports) {}

  /** @throws NotFound `campaign.not-found` */
  of(user: Principal, id: number) {
    return this.reports.of(SOURCE, user, id, async (db, { counts, course, keptSince }) => {
      const { firstAt, lastAt, ...over } = course;
      const by = (key: 'gatewayId' | 'country' | 'code') =>
        counts.map((count) => ({ ...count, key: count[key] }));
      return {
        messagesKeptSince: keptSince,
        firstMessageAt: firstAt,
        lastMessageAt: lastAt,
        ...over,
        gateways: await messagesByGateway(db, by('gatewayId')),
        countries: messagesByKey(by('country')).map(({ key, figures }) => ({
          country: askedCountry(String(key)),
          name: countryName(String(key)),
          ...figures,
        })),
        codes: codeCounts(by('code')),
        attempts: await attemptFigures(db, user.accountId, id),
      };
    });
  }
}

/** What each attempt of a campaign came to, the first messages first; the sums are kept as reports come in. */
async function attemptFigures(
  db: Queryable,
  accountId: number,
  campaignId: number,
): Promise<MessageAttemptFiguresView[]> {
  const counts = await db.query<(StateCount & { attempt: number })[]>(
    `select attempt, state, messages from message_attempt_stat
      where account_id = $1 and campaign_id = $2 and messages > 0 order by attempt`,
    [accountId, campaignId],
  );
  return [...groupBy(counts, ({ attempt }) => attempt)].map(([attempt, some]) => ({
    attempt,
    ...messageCountsOf(some),
  }));
}
