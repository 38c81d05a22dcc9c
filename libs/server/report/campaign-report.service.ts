import { Principal } from '@belltower/auth';
import { Queryable } from '@belltower/core';
import { CallFiguresView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { answerFigures } from './answer-stat';
import { attemptFigures } from './attempt-stat';
import { CampaignReports, CampaignSource } from './campaign-reports';
import { Tally } from './figures';
import { groupBy } from './group-by';
import { gatewayNames } from './names';
import { CALL_TALLIES } from './tallies';

/** Calls of a step of time, at an hour of the day, over one gateway. */
interface Count extends Tally {
  gatewayId: number;
}

const SOURCE: CampaignSource<Count, CallFiguresView> = {
  tallies: CALL_TALLIES,
  table: 'call',
  stat: 'call_stat',
  keys: ['gateway_id as "gatewayId"'],
};

/** One campaign of calls on a page: what was asked, and what has come of it. */
@Injectable()
export class CampaignReportService {
  constructor(@Inject(CampaignReports) private readonly reports: CampaignReports) {}

  /** @throws NotFound `campaign.not-found` */
  of(user: Principal, id: number) {
    return this.reports.of(
      SOURCE,
      user,
      id,
      async (db, { campaign, counts, course, keptSince }) => {
        const { firstAt, lastAt, ...over } = course;
        return {
          callsKeptSince: keptSince,
          firstCallAt: firstAt,
          lastCallAt: lastAt,
          ...over,
          gateways: await byGateway(db, counts),
          attempts: await attemptFigures(db, user.accountId, id),
          ...(await answerFigures(db, user.accountId, id, campaign.questions)),
        };
      },
    );
  }
}

async function byGateway(db: Queryable, counts: readonly Count[]) {
  const gateways = [...groupBy(counts, ({ gatewayId }) => gatewayId)];
  const names = await gatewayNames(
    db,
    gateways.map(([gatewayId]) => gatewayId),
  );
  return gateways
    .map(([gatewayId, some]) => ({
      gatewayId,
      name: names.get(gatewayId) ?? 'Deleted gateway',
      ...CALL_TALLIES.figuresOf(some),
    }))
    .sort((a, b) => b.calls - a.calls);
}
