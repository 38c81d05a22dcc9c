import { TimeStep } from '@belltower/dto';
import { storedCode } from './code';
import { Calendar, closedSteps } from './closed-steps.sql';
import { storedCountry } from './country';
import { Period, quartersOf } from './period';
import { SqlParameters } from './sql-parameters';
import { levelOf, StepFamily, StepSource } from './step-levels';

/** Which attempts are counted. */
export interface StatScope extends Period {
  accountId: number;
  campaignId?: number;
  gatewayId?: number;
  /** Two letters of ISO 3166-1; `none` means numbers that belong to no country. */
  country?: string;
  /** Of messages: the provider's error code; `none` means those without. */
  code?: string;
}

/** What to select from each level, where that is needed at all: PostgreSQL refuses parameters that stand nowhere. */
export interface CountSelects {
  /** Of closed steps of the calendar. */
  steps: { source: StepSource; calendar: Calendar; select: () => string };
  /** Of quarters of an hour. */
  quarters: () => string;
  /** Of the attempts themselves. */
  rows: () => string;
}

/**
 * A select of counts of a scope: whole quarters of an hour from the roll-up, and whole hours, days, weeks or months of the
 * calendar from the levels above it. Where the period begins or ends within a quarter, its rows are
 * read themselves, so that the sum is right for any period.
 */
export function countsSql(
  scope: StatScope,
  parameters: SqlParameters,
  { steps, quarters: ofQuarters, rows }: CountSelects,
): string {
  const account = parameters.add(scope.accountId);
  const own = [
    `account_id = ${account}`,
    scope.campaignId && `campaign_id = ${parameters.add(scope.campaignId)}`,
    scope.gatewayId && `gateway_id = ${parameters.add(scope.gatewayId)}`,
    scope.country && `country = ${parameters.add(storedCountry(scope.country))}`,
    scope.code && `code = ${parameters.add(storedCode(scope.code))}`,
  ].filter(Boolean);
  const where = (select: () => string, condition: string) =>
    `${select()} where ${[...own, condition].join(' and ')}`;
  const within = (column: string, { from, until }: Period) =>
    `${column} >= ${parameters.add(from)} and ${column} < ${parameters.add(until)}`;
  const { whole, rest } = quartersOf(scope);
  const closed = whole && closedSteps(steps.source, account, whole, steps.calendar, parameters);
  const quarters = closed?.quarters ?? (whole ? [within('quarter', whole)] : []);
  const parts = [
    ...(closed?.steps ?? []).map((condition) => where(steps.select, condition)),
    ...quarters.map((condition) => where(ofQuarters, condition)),
    ...rest.map((edge) => where(rows, within('created_at', edge))),
  ];
  return `${closed ? `with ${closed.cuts} ` : ''}${parts.join(' union all ')}`;
}

/** Attempts that are added up, and what of. */
export interface CountedAttempts {
  table: 'call' | 'message';
  steps: StepSource;
  outcome: string;
  /** What one attempt adds to the sums of its source. */
  ofOne: string;
}

/** A select of counts: `begins`, the outcome and the sums of the source, and the keys by which they are grouped. */
export function statSql(
  { table, steps: source, outcome, ofOne }: CountedAttempts,
  scope: StatScope,
  { timeZone, step }: Calendar,
  parameters: SqlParameters,
  by: readonly string[] = [],
): string {
  const level = levelFor(source.counts, scope, by);
  const key = [...by, outcome].join(', ');
  const columns = `${key}, ${level.sums.join(', ')}`;
  const finest = step === TimeStep.Hour && !level.byHour ? TimeStep.QuarterHour : step;
  return countsSql(scope, parameters, {
    steps: {
      ...{ source, calendar: { timeZone, step: finest } },
      select: () => `select begins, ${columns} from ${level.table}`,
    },
    quarters: () => `select quarter as begins, ${columns} from ${source.stat}`,
    rows: () =>
      `select date_bin('15 minutes', created_at, 'epoch') as begins, ${key}, ${ofOne} from ${table}`,
  });
}

/** The level that is read for a scope, and for keys by which it is grouped. */
export function levelFor(family: StepFamily, scope: StatScope, by: readonly string[] = []) {
  const { campaignId, gatewayId, country, code } = scope;
  const asked = { campaign_id: campaignId, gateway_id: gatewayId, country, code };
  const narrowing = Object.entries(asked).flatMap(([key, value]) =>
    value === undefined ? [] : [key],
  );
  return levelOf(family, [...narrowing, ...by]);
}
