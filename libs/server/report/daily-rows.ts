import { AccountZone, Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import { MessageReportGroup, TimeStep } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { DataSource } from 'typeorm';
import { askedCode, codeName } from './code';
import { StatScope } from './counts.sql';
import { askedCountry, countryName } from './country';
import { groupBy } from './group-by';
import { keptSince } from './kept-since';
import { campaignNames, gatewayNames } from './names';
import { countablePeriod, Period, periodOf } from './period';
import { Tallies, talliesBy, talliesByStep } from './tallies';
import { stepBegins } from './time-steps';

/** What rows stand for; calls have all of them but error codes. */
export type DailyGroup = `${MessageReportGroup}`;
type NameGroup = 'campaign' | 'gateway' | 'country' | 'code';
type TimeGroup = Exclude<DailyGroup, NameGroup>;

const STEPS: Readonly<Record<TimeGroup, TimeStep>> = {
  hour: TimeStep.Hour,
  day: TimeStep.Day,
  week: TimeStep.Week,
  month: TimeStep.Month,
};

/** How a row of time is called; an hour names its offset, because one hour a year comes twice. */
const NAMES: Readonly<Record<TimeGroup, string>> = {
  hour: 'yyyy-MM-dd HH:mm ZZ',
  day: 'yyyy-MM-dd',
  week: "'Week of' yyyy-MM-dd",
  month: 'yyyy-MM',
};

/** What the rows of a group by name are told apart by. */
const KEYS: Readonly<Record<NameGroup, string>> = {
  campaign: 'campaign_id',
  gateway: 'gateway_id',
  country: 'country',
  code: 'code',
};

/** What a daily report is asked for. */
export interface DailyAsked {
  from?: string;
  until?: string;
  campaignId?: number;
  gatewayId?: number;
  country?: string;
  code?: string;
  group: DailyGroup;
}

/** Which attempts a row is of, and what it is called. */
export interface RowPlace {
  from: string;
  until: string;
  name: string;
  campaignId: number | null;
  gatewayId: number | null;
  country: string | null;
  code: string | null;
}

/** A daily report; its rows add up to the total. */
export interface DailyTable<F> {
  timeZone: string;
  from: string;
  until: string;
  keptSince: string | null;
  rows: (RowPlace & F)[];
  total: F;
}

interface Group<T> {
  row: RowPlace;
  tallies: T[];
}

/** Calls or messages counted by time, campaign, gateway, country or error code. */
@Injectable()
export class DailyRows {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountZone) private readonly zone: AccountZone,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Invalid `report.period`, `report.too-many-rows` */
  async of<T, F>(
    source: Tallies<T, F>,
    { accountId }: Pick<Principal, 'accountId'>,
    { group, from, until, ...narrowing }: DailyAsked,
  ): Promise<DailyTable<F>> {
    const { campaignId, gatewayId, country, code } = narrowing;
    const kept = await keptSince(this.database, source.many);
    const period = countablePeriod(periodOf({ from, until }, this.clock.now()), kept);
    const scope = { accountId, campaignId, gatewayId, country, code, ...period };
    const timeZone = await this.zone.of(accountId);
    const groups = isByName(group)
      ? await this.byName(source, scope, group, timeZone)
      : await this.byTime(source, scope, group, timeZone);
    return {
      timeZone,
      ...instantsOf(period),
      keptSince: kept?.toISOString() ?? null,
      rows: groups.map(({ row, tallies }) => ({ ...row, ...source.figuresOf(tallies) })),
      total: source.figuresOf(groups.flatMap(({ tallies }) => tallies)),
    };
  }

  private async byTime<T>(
    source: Tallies<T, unknown>,
    scope: StatScope,
    group: TimeGroup,
    timeZone: string,
  ): Promise<Group<T>[]> {
    const step = STEPS[group];
    const begins = stepBegins(step, scope, timeZone);
    const tallies = await talliesByStep(this.database, source, scope, { timeZone, step }, begins);
    const byStep = groupBy(tallies, (tally) => tally.step);
    return begins.map((begin, index) => ({
      tallies: byStep.get(index + 1) ?? [],
      row: {
        ...narrowed(scope),
        from: (begin < scope.from ? scope.from : begin).toISOString(),
        until: (begins[index + 1] ?? scope.until).toISOString(),
        name: DateTime.fromJSDate(begin, { zone: timeZone }).toFormat(NAMES[group]),
      },
    }));
  }

  private async byName<T>(
    source: Tallies<T, unknown>,
    scope: StatScope,
    by: NameGroup,
    timeZone: string,
  ): Promise<Group<T>[]> {
    const calendar = { timeZone, step: TimeStep.Month };
    const tallies = await talliesBy(this.database, source, scope, calendar, KEYS[by]);
    const groups = groupBy(tallies, ({ key }) => key);
    const names = await this.names(scope.accountId, by, [...groups.keys()]);
    const size = ({ tallies: some }: Group<T>) =>
      some.reduce((sum, tally) => sum + source.sizeOf(tally), 0);
    return [...groups]
      .map(([key, some]) => ({
        tallies: some,
        row: {
          ...narrowed(scope),
          ...instantsOf(scope),
          name: names(key),
          ...rowKey(by, key),
        },
      }))
      .filter((group) => size(group) > 0)
      .sort((a, b) => size(b) - size(a));
  }

  private async names(accountId: number, by: NameGroup, keys: (number | string)[]) {
    if (by === 'country') return (key: number | string) => countryName(String(key));
    if (by === 'code') return (key: number | string) => codeName(String(key));
    const ids = keys.map(Number);
    const names =
      by === 'campaign'
        ? await campaignNames(this.database, accountId, ids)
        : await gatewayNames(this.database, ids);
    return (key: number | string) => names.get(Number(key)) ?? `Deleted ${by}`;
  }
}

function isByName(group: DailyGroup): group is NameGroup {
  return group in KEYS;
}

/** With what the attempts behind every row of a report are asked for. */
function narrowed({ campaignId, gatewayId, country, code }: StatScope) {
  return {
    campaignId: campaignId ?? null,
    gatewayId: gatewayId ?? null,
    country: country ?? null,
    code: code ?? null,
  };
}

/** With what the attempts behind one row by name are asked for. */
function rowKey(by: NameGroup, key: number | string): Partial<RowPlace> {
  if (by === 'country') return { country: askedCountry(String(key)) };
  if (by === 'code') return { code: askedCode(String(key)) };
  return by === 'campaign' ? { campaignId: Number(key) } : { gatewayId: Number(key) };
}

function instantsOf({ from, until }: Period) {
  return { from: from.toISOString(), until: until.toISOString() };
}
