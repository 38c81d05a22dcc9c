import { AccountService, Principal } from '@belltower/auth';
import { CampaignHolds, campaignViews, findCampaign } from '@belltower/campaign';
import { Clock, Queryable } from '@belltower/core';
import { TimeStep } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { answerFigures } from './answer-stat';
import { attemptFigures } from './attempt-stat';
import { figuresOf, Tally } from './figures';
import { groupBy } from './group-by';
import { keptSince } from './kept-since';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';
import { suppressedBy } from './suppressed-by';
import { stepBegins } from './time-steps';
import { zoneClockSql } from './zone-clock.sql';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
/** More rows than this of one kind are no page any more. */
const MOST_ROWS = 31;

/** Calls of a step of time, at an hour of the day, over one gateway. */
interface Count extends Tally {
  /** From 1. */
  step: number;
  hour: number;
  gatewayId: number;
}

/** One campaign on a page: what was asked, and what has come of it. */
@Injectable()
export class CampaignReportService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(CampaignHolds) private readonly holds: CampaignHolds,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Everything is read of one and the same instant, so that its sums agree while the campaign goes on calling.
   * @throws NotFound `campaign.not-found`
   */
  async of(user: Principal, id: number) {
    const { accountId } = user;
    const { name: accountName, timeZone } = await this.accounts.get(accountId);
    const holds = await this.holds.of(user, id);
    return this.database.transaction('REPEATABLE READ', async (db) => {
      const now = this.clock.now();
      const found = await findCampaign(db, accountId, id);
      const [campaign] = await campaignViews(db, accountId, [found], now);
      const suppressed = campaign!.suppressed
        ? await suppressedBy(db, accountId, id, found.channel)
        : [];
      const reasons = suppressed.reduce((sum, { subscribers }) => sum + subscribers, 0);
      return {
        madeAt: now,
        accountName,
        timeZone,
        callsKeptSince: await keptSince(db, 'calls'),
        campaign: campaign!,
        ...(await calls(db, accountId, id, timeZone)),
        attempts: await attemptFigures(db, accountId, id),
        suppressedBy: suppressed,
        suppressedAtLeast: reasons < campaign!.suppressed,
        holds,
        ...(await answerFigures(db, accountId, id, found.questions)),
      };
    });
  }
}

/** All of a campaign's calls: their sum, and the same by time, by hour of the day and by gateway. */
async function calls(db: Queryable, accountId: number, campaignId: number, timeZone: string) {
  const span = await spanOf(db, accountId, campaignId);
  const step = span ? stepFor(span) : TimeStep.Day;
  const begins = span ? stepBegins(step, span, timeZone) : [];
  const counts = span ? await countsOf(db, accountId, campaignId, span, begins, timeZone) : [];
  const names = await gatewayNames(db, counts);
  return {
    ...figuresOf(counts),
    firstCallAt: span?.from ?? null,
    lastCallAt: span?.last ?? null,
    step,
    overTime: begins.map((from, index) => ({
      from,
      until: begins[index + 1] ?? span!.until,
      ...figuresOf(counts.filter((count) => count.step === index + 1)),
    })),
    hours: [...groupBy(counts, ({ hour }) => hour)]
      .sort(([a], [b]) => a - b)
      .map(([hour, some]) => ({ hour, ...figuresOf(some) })),
    gateways: [...groupBy(counts, ({ gatewayId }) => gatewayId)]
      .map(([gatewayId, some]) => ({
        gatewayId,
        name: names.get(gatewayId) ?? 'Deleted gateway',
        ...figuresOf(some),
      }))
      .sort((a, b) => b.calls - a.calls),
  };
}

/**
 * From the first call to just after the last; null where none has ended. All stand at an end of an index. Calls that are
 * not kept any more are counted still, so that of them the quarters of an hour are known.
 */
async function spanOf(
  db: Queryable,
  accountId: number,
  campaignId: number,
): Promise<(Period & { last: Date }) | null> {
  const end = (order: string) =>
    `(select created_at from call where account_id = $1 and campaign_id = $2
       order by created_at ${order}, id ${order} limit 1)`;
  const quarter = (order: string) =>
    `(select quarter from call_stat where account_id = $1 and campaign_id = $2 order by quarter ${order} limit 1)`;
  const [{ first, last, firstQuarter, lastQuarter }] = await db.query<
    [Record<'first' | 'last' | 'firstQuarter' | 'lastQuarter', Date | null>]
  >(
    `select ${end('asc')} as first, ${end('desc')} as last, ${quarter('asc')} as "firstQuarter",
            ${quarter('desc')} as "lastQuarter"`,
    [accountId, campaignId],
  );
  if (!firstQuarter || !lastQuarter) return null;
  const isIn = (begin: Date, call: Date | null) =>
    call !== null && call.getTime() < begin.getTime() + QUARTER_MS;
  const from = isIn(firstQuarter, first) ? first! : firstQuarter;
  // Times have fractions of a millisecond here, which no Date has.
  return last
    ? { from, last, until: new Date(last.getTime() + 1) }
    : { from, last: lastQuarter, until: new Date(lastQuarter.getTime() + QUARTER_MS) };
}

/** As fine as fits a page. */
function stepFor({ from, until }: Period): TimeStep {
  const days = (until.getTime() - from.getTime()) / DAY_MS;
  if (days <= MOST_ROWS) return TimeStep.Day;
  return days <= 7 * MOST_ROWS ? TimeStep.Week : TimeStep.Month;
}

/** One look at the roll-up: a campaign of a year has some hundred thousand rows there, and others are not touched. */
function countsOf(
  db: Queryable,
  accountId: number,
  campaignId: number,
  span: Period,
  begins: readonly Date[],
  timeZone: string,
): Promise<Count[]> {
  const parameters = new SqlParameters();
  const clock = zoneClockSql('quarter', span, timeZone, parameters);
  return db.query<Count[]>(
    `select width_bucket(quarter, ${parameters.add(begins)}::timestamptz[]) as step,
            date_part('hour', ${clock})::int as hour, gateway_id as "gatewayId", disposition,
            sum(calls)::bigint as calls, sum(talk_seconds)::bigint as "talkSeconds"
       from call_stat
      where account_id = ${parameters.add(accountId)} and campaign_id = ${parameters.add(campaignId)}
      group by 1, 2, 3, 4`,
    parameters.values,
  );
}

async function gatewayNames(db: Queryable, counts: readonly Count[]): Promise<Map<number, string>> {
  const ids = [...new Set(counts.map(({ gatewayId }) => gatewayId))];
  const rows = await db.query<{ id: number; name: string }[]>(
    'select id, name from gateway where id = any($1)',
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
