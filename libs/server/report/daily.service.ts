import { AccountZone, Principal } from '@belltower/auth';
import { Clock, columnsOf, Listing, ListingColumn } from '@belltower/core';
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
import { callStatSql, StatKey, StatScope } from './call-stat.sql';
import { askedCountry, countryName } from './country';
import { figuresOf, Tally } from './figures';
import { groupBy } from './group-by';
import { keptSince } from './kept-since';
import { countablePeriod, periodOf } from './period';
import { SqlParameters } from './sql-parameters';
import { stepBegins } from './time-steps';

type NameGroup = ReportGroup.Campaign | ReportGroup.Gateway | ReportGroup.Country;
type TimeGroup = Exclude<ReportGroup, NameGroup>;

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
  /** Of a campaign or gateway, or a country as the tables keep it. */
  key: number | string;
  name: string;
}

/** What the rows of a group by name are told apart by, and where their names stand. */
const KEYS: Readonly<Record<NameGroup, { column: StatKey; names: string | null }>> = {
  [ReportGroup.Campaign]: {
    column: 'campaign_id',
    names: 'campaign as named on named.account_id = $1 and named.id = tally.key',
  },
  // Gateways belong to the installation, campaigns to the account.
  [ReportGroup.Gateway]: {
    column: 'gateway_id',
    names: 'gateway as named on named.id = tally.key',
  },
  [ReportGroup.Country]: { column: 'country', names: null },
};

/** Calls counted by time, campaign, gateway or country. */
@Injectable()
export class DailyService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountZone) private readonly zone: AccountZone,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Invalid `report.period`, `report.too-many-rows` */
  async report(
    { accountId }: Pick<Principal, 'accountId'>,
    query: DailyQuery,
  ): Promise<DailyReportView> {
    const { group, campaignId, gatewayId, country } = query;
    const callsKeptSince = await keptSince(this.database, 'calls');
    const period = countablePeriod(periodOf(query, this.clock.now()), callsKeptSince);
    const scope = { accountId, campaignId, gatewayId, country, ...period };
    const timeZone = await this.zone.of(accountId);
    const rows = isByName(group)
      ? await this.byName(scope, group, timeZone)
      : await this.byTime(scope, group, timeZone);
    const tallies = rows.flatMap((row) => row.tallies);
    return {
      group,
      timeZone,
      from: period.from.toISOString(),
      until: period.until.toISOString(),
      callsKeptSince: callsKeptSince?.toISOString() ?? null,
      rows: rows.map((row) => ({ ...row.row, ...figuresOf(row.tallies) })),
      total: figuresOf(tallies),
    };
  }

  /** The same as a file, for people with the total as its last line. @throws Invalid as {@link report} */
  async listing(user: Pick<Principal, 'accountId'>, query: DailyQuery): Promise<Listing> {
    const { rows, total, group, timeZone } = await this.report(user, query);
    const columns = columnsIn(group, timeZone);
    const values = (name: string, figures: CallFiguresView) => [
      name,
      ...FIGURES.map((property) => figures[property as keyof CallFiguresView]),
      ...Object.values(Disposition).map((one) => callsOf(figures, one)),
    ];
    return {
      name: `calls-by-${group}`,
      timeZone,
      columns,
      count: () => Promise.resolve({ total: rows.length, estimated: false }),
      async *pieces(format) {
        const line = (name: string, figures: CallFiguresView) =>
          format.row(columns, values(name, figures));
        yield { text: rows.map((row) => line(row.name, row)).join(''), rows: rows.length };
        if (format.forPeople) yield { text: line('Total', total), rows: 1 };
      },
    };
  }

  private async byTime(scope: StatScope, group: TimeGroup, timeZone: string): Promise<Group[]> {
    const begins = stepBegins(STEPS[group], scope, timeZone);
    const parameters = new SqlParameters();
    const calendar = { timeZone, step: STEPS[group] };
    const step = `width_bucket(begins, ${parameters.add(begins)}::timestamptz[])`;
    const tallies = await this.database.query<StepTally[]>(
      `select ${step} as step, disposition, sum(calls)::bigint as calls,
              sum(talk_seconds)::bigint as "talkSeconds"
         from (${callStatSql(scope, calendar, parameters)}) as stat group by 1, 2`,
      parameters.values,
    );
    const byStep = groupBy(tallies, (tally) => tally.step);
    return begins.map((begin, index) => ({
      tallies: byStep.get(index + 1) ?? [],
      row: {
        from: (begin < scope.from ? scope.from : begin).toISOString(),
        until: (begins[index + 1] ?? scope.until).toISOString(),
        name: DateTime.fromJSDate(begin, { zone: timeZone }).toFormat(NAMES[group]),
        ...narrowed(scope),
      },
    }));
  }

  private async byName(scope: StatScope, by: NameGroup, timeZone: string): Promise<Group[]> {
    const parameters = new SqlParameters();
    // The account comes first: it is the `$1` of KEYS.
    const { column, names } = KEYS[by];
    const stat = callStatSql(scope, { timeZone, step: TimeStep.Month }, parameters, column);
    const tallies = await this.database.query<NamedTally[]>(
      `select tally.key, ${names ? `coalesce(named.name, 'Deleted ${by}')` : 'tally.key'} as name, disposition, calls,
              "talkSeconds"
         from (select ${column} as key, disposition, sum(calls)::bigint as calls,
                      sum(talk_seconds)::bigint as "talkSeconds"
                 from (${stat}) as stat group by 1, 2) as tally
         ${names ? `left join ${names}` : ''}
        order by tally.key`,
      parameters.values,
    );
    const groups = [...groupBy(tallies, ({ key }) => key)].map(([key, some]) => ({
      tallies: some,
      row: {
        from: scope.from.toISOString(),
        until: scope.until.toISOString(),
        name: by === ReportGroup.Country ? countryName(some[0]!.name) : some[0]!.name,
        ...narrowed(scope),
        ...rowKey(by, key),
      },
    }));
    const calls = ({ tallies: some }: Group) => some.reduce((sum, tally) => sum + tally.calls, 0);
    return groups.sort((a, b) => calls(b) - calls(a));
  }
}

function isByName(group: ReportGroup): group is NameGroup {
  return group in KEYS;
}

/** With what the calls behind every row of a report are asked for. */
function narrowed({ campaignId, gatewayId, country }: StatScope) {
  return {
    campaignId: campaignId ?? null,
    gatewayId: gatewayId ?? null,
    country: country ?? null,
  };
}

/** With what the calls behind one row by name are asked for. */
function rowKey(by: NameGroup, key: number | string): Partial<DailyRowView> {
  if (by === ReportGroup.Country) return { country: askedCountry(String(key)) };
  return by === ReportGroup.Campaign ? { campaignId: Number(key) } : { gatewayId: Number(key) };
}

/** Figures of a row that stand in columns of their own. */
const FIGURES = fieldsOf(CallFiguresView)
  .filter(({ list }) => list)
  .map(({ name }) => name);

function columnsIn(group: ReportGroup, timeZone: string): ListingColumn[] {
  const figures = Object.fromEntries(FIGURES.map((name) => [name, 'number' as const]));
  return [
    { name: 'name', heading: `${group} (${timeZone})`, kind: 'text' },
    ...columnsOf(CallFiguresView, figures),
    ...Object.values(Disposition).map((one): ListingColumn => ({
      name: one,
      heading: `Disposition ${one}`,
      kind: 'number',
    })),
  ];
}

interface Group {
  row: Omit<DailyRowView, keyof CallFiguresView>;
  tallies: Tally[];
}

function callsOf({ dispositions }: CallFiguresView, wanted: Disposition): number {
  return dispositions.find(({ disposition }) => disposition === wanted)?.calls ?? 0;
}
