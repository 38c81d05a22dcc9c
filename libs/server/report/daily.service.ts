import { Principal } from '@belltower/auth';
import { BYTE_ORDER_MARK, Clock, csvLine } from '@belltower/core';
import {
  CallFiguresView,
  DailyQuery,
  DailyReportView,
  DailyRowView,
  Disposition,
  fieldsOf,
  ReportGroup,
  TimeStep,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { DataSource } from 'typeorm';
import { AccountZone } from './account-zone';
import { callStatSql, StatScope } from './call-stat.sql';
import { figuresOf, Tally } from './figures';
import { periodOf } from './period';
import { SqlParameters } from './sql-parameters';
import { stepBegins } from './time-steps';

type TimeGroup = Exclude<ReportGroup, ReportGroup.Campaign | ReportGroup.Gateway>;

const STEPS: Readonly<Record<TimeGroup, TimeStep>> = {
  [ReportGroup.Hour]: TimeStep.Hour,
  [ReportGroup.Day]: TimeStep.Day,
  [ReportGroup.Week]: TimeStep.Week,
  [ReportGroup.Month]: TimeStep.Month,
};

/** How a row of time is called; an hour names its offset, because one hour a year comes twice. */
const NAMES: Readonly<Record<TimeGroup, string>> = {
  [ReportGroup.Hour]: 'yyyy-MM-dd HH:mm ZZ',
  [ReportGroup.Day]: 'yyyy-MM-dd',
  [ReportGroup.Week]: "'Week of' yyyy-MM-dd",
  [ReportGroup.Month]: 'yyyy-MM',
};

interface StepTally extends Tally {
  /** From 1. */
  step: number;
}

interface NamedTally extends Tally {
  id: number;
  name: string;
}

/** Calls counted by time, campaign or gateway. */
@Injectable()
export class DailyService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountZone) private readonly zone: AccountZone,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Invalid `report.period`, `report.too-many-rows` */
  async report({ accountId }: Principal, query: DailyQuery): Promise<DailyReportView> {
    const { group, campaignId, gatewayId } = query;
    const period = periodOf(query, this.clock.now());
    const scope = { accountId, campaignId, gatewayId, ...period };
    const timeZone = await this.zone.of(accountId);
    const rows =
      group === ReportGroup.Campaign || group === ReportGroup.Gateway
        ? await this.byName(scope, group)
        : await this.byTime(scope, group, timeZone);
    const tallies = rows.flatMap((row) => row.tallies);
    return {
      group,
      timeZone,
      from: period.from.toISOString(),
      until: period.until.toISOString(),
      rows: rows.map((row) => ({ ...row.row, ...figuresOf(row.tallies) })),
      total: figuresOf(tallies),
    };
  }

  /** The same as a file, its last line the total. */
  async *csv(user: Principal, query: DailyQuery): AsyncGenerator<string> {
    const report = await this.report(user, query);
    const fields = fieldsOf(CallFiguresView).filter(({ list }) => list);
    const headings = fields.map(({ label, unit }) => (unit ? `${label} (${unit})` : label));
    const dispositions = Object.values(Disposition);
    const line = (name: string, figures: CallFiguresView) =>
      csvLine([
        name,
        ...fields.map((field) => figures[field.name as keyof CallFiguresView]),
        ...dispositions.map((one) => callsOf(figures, one)),
      ]);
    yield (
      BYTE_ORDER_MARK +
      csvLine([
        `${report.group} (${report.timeZone})`,
        ...headings,
        ...dispositions.map((one) => `Disposition ${one}`),
      ])
    );
    yield report.rows.map((row) => line(row.name, row)).join('');
    yield line('Total', report.total);
  }

  private async byTime(scope: StatScope, group: TimeGroup, timeZone: string): Promise<Group[]> {
    const begins = stepBegins(STEPS[group], scope, timeZone);
    const parameters = new SqlParameters();
    const step = `width_bucket(quarter, ${parameters.add(begins)}::timestamptz[])`;
    const tallies = await this.database.query<StepTally[]>(
      `select ${step} as step, disposition, sum(calls)::bigint as calls,
              sum(talk_seconds)::bigint as "talkSeconds"
         from (${callStatSql(scope, parameters)}) as stat group by 1, 2`,
      parameters.values,
    );
    const byStep = groupBy(tallies, (tally) => tally.step);
    return begins.map((begin, index) => ({
      tallies: byStep.get(index + 1) ?? [],
      row: {
        from: (begin < scope.from ? scope.from : begin).toISOString(),
        until: (begins[index + 1] ?? scope.until).toISOString(),
        name: DateTime.fromJSDate(begin, { zone: timeZone }).toFormat(NAMES[group]),
        campaignId: scope.campaignId ?? null,
        gatewayId: scope.gatewayId ?? null,
      },
    }));
  }

  private async byName(
    scope: StatScope,
    by: ReportGroup.Campaign | ReportGroup.Gateway,
  ): Promise<Group[]> {
    const parameters = new SqlParameters();
    const stat = callStatSql(scope, parameters);
    // Gateways belong to the installation, campaigns to the account.
    const own =
      by === ReportGroup.Campaign
        ? `and named.account_id = ${parameters.add(scope.accountId)}`
        : '';
    const tallies = await this.database.query<NamedTally[]>(
      `select tally.id, coalesce(named.name, 'Deleted ${by}') as name, disposition, calls, "talkSeconds"
         from (select ${by}_id as id, disposition, sum(calls)::bigint as calls,
                      sum(talk_seconds)::bigint as "talkSeconds"
                 from (${stat}) as stat group by 1, 2) as tally
         left join ${by} as named on named.id = tally.id ${own}
        order by tally.id`,
      parameters.values,
    );
    const groups = [...groupBy(tallies, ({ id }) => id)].map(([id, some]) => ({
      tallies: some,
      row: {
        from: scope.from.toISOString(),
        until: scope.until.toISOString(),
        name: some[0]!.name,
        campaignId: by === ReportGroup.Campaign ? id : (scope.campaignId ?? null),
        gatewayId: by === ReportGroup.Gateway ? id : (scope.gatewayId ?? null),
      },
    }));
    const calls = ({ tallies: some }: Group) => some.reduce((sum, tally) => sum + tally.calls, 0);
    return groups.sort((a, b) => calls(b) - calls(a));
  }
}

interface Group {
  row: Omit<DailyRowView, keyof CallFiguresView>;
  tallies: Tally[];
}

function callsOf({ dispositions }: CallFiguresView, wanted: Disposition): number {
  return dispositions.find(({ disposition }) => disposition === wanted)?.calls ?? 0;
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
