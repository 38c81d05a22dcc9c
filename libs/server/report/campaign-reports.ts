import { AccountService, Principal } from '@belltower/auth';
import { Campaign, CampaignHolds, campaignViews, findCampaign } from '@belltower/campaign';
import { Clock, Queryable } from '@belltower/core';
import { TimeStep } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { groupBy } from './group-by';
import { keptSince } from './kept-since';
import { overTime } from './over-time';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';
import { suppressedBy } from './suppressed-by';
import { InStep, Tallies } from './tallies';
import { stepBegins } from './time-steps';
import { zoneClockSql } from './zone-clock.sql';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
/** More rows than this of one kind are no page any more. */
const MOST_ROWS = 31;

/** What a report of a campaign is made of: calls, or messages. */
export interface CampaignSource<T, F> {
  tallies: Tallies<T, F>;
  /** Of the attempts, … */
  table: 'call' | 'message';
  /** … and of their counts by quarters of an hour. */
  stat: string;
  /** What counts are told apart by besides: columns, under the names that a tally has. */
  keys: readonly string[];
}

/** Attempts of a step of time, at an hour of the day, and of one key each. */
type Count<T> = T & InStep & { hour: number };

/** When a campaign was under way, and what came of it in the course of that. */
interface Course<F> {
  /** Null while there is nothing; of what is not kept any more its quarter of an hour. */
  firstAt: Date | null;
  lastAt: Date | null;
  step: TimeStep;
  overTime: (F & { from: string; until: string })[];
  hours: (F & { hour: number })[];
}

/** What the rest of a report is made of. */
interface Facts<T, F> {
  campaign: Campaign;
  counts: readonly Count<T>[];
  course: Course<F>;
  keptSince: Date | null;
}

/** One campaign on a page: what was asked, and what has come of it. */
@Injectable()
export class CampaignReports {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(CampaignHolds) private readonly holds: CampaignHolds,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Everything is read of one and the same instant, so that its sums agree while the campaign goes on.
   * @param rest what else the report has
   * @throws NotFound `campaign.not-found`
   */
  async of<T, F, R>(
    source: CampaignSource<T, F>,
    user: Principal,
    id: number,
    rest: (db: Queryable, facts: Facts<T, F>) => Promise<R>,
  ) {
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
      const { counts, course } = await courseOf(db, source, accountId, id, timeZone);
      return {
        madeAt: now,
        accountName,
        timeZone,
        campaign: campaign!,
        suppressedBy: suppressed,
        suppressedAtLeast: reasons < campaign!.suppressed,
        holds,
        ...source.tallies.figuresOf(counts),
        ...(await rest(db, {
          ...{ campaign: found, counts, course },
          keptSince: await keptSince(db, source.tallies.many),
        })),
      };
    });
  }
}

/** All of a campaign's attempts: by time, and by hour of the day. */
async function courseOf<T, F>(
  db: Queryable,
  source: CampaignSource<T, F>,
  accountId: number,
  campaignId: number,
  timeZone: string,
): Promise<{ counts: readonly Count<T>[]; course: Course<F> }> {
  const span = await spanOf(db, source, accountId, campaignId);
  if (!span) {
    const none = { firstAt: null, lastAt: null, step: TimeStep.Day, overTime: [], hours: [] };
    return { counts: [], course: none };
  }
  const step = stepFor(span);
  const begins = stepBegins(step, span, timeZone);
  const counts = await countsOf(db, source, accountId, campaignId, span, begins, timeZone);
  return {
    counts,
    course: {
      firstAt: span.from,
      lastAt: span.last,
      step,
      overTime: overTime(source.tallies, counts, begins, { from: begins[0]!, until: span.until }),
      hours: [...groupBy(counts, ({ hour }) => hour)]
        .filter(([, some]) => some.some((count) => source.tallies.sizeOf(count) > 0))
        .sort(([a], [b]) => a - b)
        .map(([hour, some]) => ({ hour, ...source.tallies.figuresOf(some) })),
    },
  };
}

/**
 * From the first attempt to just after the last; null where there is none. All stand at an end of an index. What is not
 * kept any more is counted still, so that of it the quarters of an hour are known.
 */
async function spanOf<T, F>(
  db: Queryable,
  { table, stat, tallies }: CampaignSource<T, F>,
  accountId: number,
  campaignId: number,
): Promise<(Period & { last: Date }) | null> {
  const end = (order: string) =>
    `(select created_at from ${table} where account_id = $1 and campaign_id = $2
       order by created_at ${order}, id ${order} limit 1)`;
  const quarter = (order: string) =>
    `(select quarter from ${stat} where account_id = $1 and campaign_id = $2 and ${tallies.many} > 0
       order by quarter ${order} limit 1)`;
  const [{ first, last, firstQuarter, lastQuarter }] = await db.query<
    [Record<'first' | 'last' | 'firstQuarter' | 'lastQuarter', Date | null>]
  >(
    `select ${end('asc')} as first, ${end('desc')} as last, ${quarter('asc')} as "firstQuarter",
            ${quarter('desc')} as "lastQuarter"`,
    [accountId, campaignId],
  );
  if (!firstQuarter || !lastQuarter) return null;
  const isIn = (begin: Date, attempt: Date | null) =>
    attempt !== null && attempt.getTime() < begin.getTime() + QUARTER_MS;
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
function countsOf<T, F>(
  db: Queryable,
  { tallies, stat, keys }: CampaignSource<T, F>,
  accountId: number,
  campaignId: number,
  span: Period,
  begins: readonly Date[],
  timeZone: string,
): Promise<Count<T>[]> {
  const parameters = new SqlParameters();
  const clock = zoneClockSql('quarter', span, timeZone, parameters);
  const outcome = [tallies.outcome, ...keys];
  return db.query<Count<T>[]>(
    `select width_bucket(quarter, ${parameters.add(begins)}::timestamptz[]) as step,
            date_part('hour', ${clock})::int as hour, ${outcome.join(', ')}, ${tallies.sums}
       from ${stat}
      where account_id = ${parameters.add(accountId)} and campaign_id = ${parameters.add(campaignId)}
      group by ${['step', 'hour', ...outcome].map((_, index) => index + 1).join(', ')}`,
    parameters.values,
  );
}
