import { Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import {
  DashboardView,
  Disposition,
  FirstStepsView,
  HourOfWeekView,
  ReportQuery,
  RunningCampaignView,
  WeekDay,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountZone } from './account-zone';
import { callStatSql, StatScope } from './call-stat.sql';
import { figuresOf, Tally } from './figures';
import { Period, periodBefore, periodOf } from './period';
import { SqlParameters } from './sql-parameters';
import { refuseTooManySteps, stepFor, stepsSql, stepSql } from './time-steps.sql';

const WEEK_DAYS = Object.values(WeekDay);
const MOST_CAMPAIGNS = 20;

/** Counts of one kind: of a step of time, of an hour of the week, or of a gateway. */
interface Count extends Omit<Tally, 'disposition'> {
  kind: 'step' | 'hour' | 'gateway';
  step: Date | null;
  /** Monday is 1. */
  weekDay: number | null;
  hour: number | null;
  gatewayId: number | null;
  /** Null for a step without calls. */
  disposition: Disposition | null;
}

type Counted = Count & Tally;

/** What a customer looks at first: the period's figures, and what is going on now. */
@Injectable()
export class DashboardService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountZone) private readonly zone: AccountZone,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Invalid `report.period`, `report.too-many-rows` */
  async show({ accountId }: Principal, query: ReportQuery): Promise<DashboardView> {
    const timeZone = await this.zone.of(accountId);
    const period = periodOf(query, this.clock.now());
    const before = periodBefore(period, timeZone);
    const { campaignId, gatewayId } = query;
    const scope = { accountId, campaignId, gatewayId, ...period };
    const step = stepFor(period);
    refuseTooManySteps(step, period);
    const [counts, earlier, campaigns, callsNow, gateways, firstSteps] = await Promise.all([
      this.counts(scope, timeZone),
      this.tallies({ ...scope, ...before }),
      this.campaigns(accountId, campaignId),
      this.callsNow(accountId, campaignId),
      this.gateways(accountId),
      this.firstSteps(accountId),
    ]);
    const counted = counts.filter((count): count is Counted => count.disposition !== null);
    const ofKind = (kind: Count['kind']) => counted.filter((count) => count.kind === kind);
    const total = figuresOf(ofKind('step'));
    return {
      timeZone,
      from: period.from.toISOString(),
      until: period.until.toISOString(),
      previousFrom: before.from.toISOString(),
      previousUntil: before.until.toISOString(),
      total,
      previous: figuresOf(earlier),
      contactsReached: total.answered,
      step,
      overTime: overTime(counts, period),
      hoursOfWeek: hoursOfWeek(ofKind('hour')),
      callsNow,
      campaigns,
      gateways: gateways.map((gateway) => {
        const { calls, asr, dispositions } = figuresOf(
          ofKind('gateway').filter(({ gatewayId: id }) => id === gateway.id),
        );
        const congested = dispositions.find(
          ({ disposition }) => disposition === Disposition.Congestion,
        );
        return { ...gateway, calls, asr, congestion: congested?.calls ?? 0 };
      }),
      firstSteps,
    };
  }

  /** By time, by hour of the week and by gateway, from one look at the roll-up. */
  private counts(scope: StatScope, timeZone: string): Promise<Count[]> {
    const parameters = new SqlParameters();
    const zone = parameters.add(timeZone);
    const step = stepFor(scope);
    const sums = `sum(calls)::bigint as calls, sum(talk_seconds)::bigint as "talkSeconds"`;
    return this.database.query<Count[]>(
      `with stat as materialized (
         select quarter, gateway_id, disposition, sum(calls) as calls, sum(talk_seconds) as talk_seconds
           from (${callStatSql(scope, parameters)}) as stat group by 1, 2, 3)
       select 'step' as kind, ${stepSql(step, 'quarter', zone)} as step, null::int as "weekDay",
              null::int as hour, null::bigint as "gatewayId", disposition, ${sums}
         from stat group by step, disposition
       union all
       select 'hour', null, extract(isodow from quarter at time zone ${zone})::int,
              extract(hour from quarter at time zone ${zone})::int, null, disposition, ${sums}
         from stat group by 3, 4, disposition
       union all
       select 'gateway', null, null, null, gateway_id, disposition, ${sums}
         from stat group by gateway_id, disposition
       union all
       select 'step', step, null, null, null, null, 0, 0
         from (${stepsSql(step, scope, zone, parameters)}) as steps`,
      parameters.values,
    );
  }

  private tallies(scope: StatScope): Promise<Tally[]> {
    const parameters = new SqlParameters();
    const stat = callStatSql(scope, parameters);
    return this.database.query<Tally[]>(
      `select disposition, sum(calls)::bigint as calls, sum(talk_seconds)::bigint as "talkSeconds"
         from (${stat}) as stat group by 1`,
      parameters.values,
    );
  }

  /** With a campaign asked for, that one; else those under way. */
  private campaigns(accountId: number, campaignId?: number): Promise<RunningCampaignView[]> {
    const only = campaignId ? 'campaign.id = $2' : `status in ('running', 'paused')`;
    return this.database.query<RunningCampaignView[]>(
      `with shown as (
         select id, name, status = 'paused' as paused, ends_at, created_at
           from campaign where account_id = $1 and deleted_at is null and ${only}
          order by created_at desc, id desc limit ${MOST_CAMPAIGNS})
       select id, name, paused, ends_at as "endsAt",
              coalesce(sum(subscribers) filter (where state <> 'removed'), 0)::bigint as subscribers,
              coalesce(sum(subscribers) filter (where state = 'completed'), 0)::bigint as reached,
              coalesce(sum(subscribers) filter (where state = 'failed'), 0)::bigint as failed,
              coalesce(sum(subscribers) filter (where state = 'suppressed'), 0)::bigint as suppressed,
              coalesce(sum(subscribers) filter (where state = 'retry'), 0)::bigint as "waitingForRetry",
              (select count(*) from inflight
                where inflight.account_id = $1 and inflight.campaign_id = shown.id) as "callsNow"
         from shown
         left join subscriber_count on account_id = $1 and campaign_id = id
        group by id, name, paused, ends_at, created_at
        order by created_at desc, id desc`,
      campaignId ? [accountId, campaignId] : [accountId],
    );
  }

  private async callsNow(accountId: number, campaignId?: number): Promise<number> {
    const [{ calls }] = await this.database.query<[{ calls: number }]>(
      `select count(*) as calls from inflight
        where account_id = $1 and ($2::bigint is null or campaign_id = $2)`,
      [accountId, campaignId ?? null],
    );
    return calls;
  }

  private gateways(accountId: number) {
    return this.database.query<Omit<DashboardView['gateways'][number], 'calls' | 'asr'>[]>(
      `select id, name, status, enabled,
              case when backed_off_until > $2 then backed_off_until end as "backedOffUntil"
         from gateway_grant
         join gateway on gateway.id = gateway_id
         left join gateway_gauge using (gateway_id)
        where account_id = $1 and channel = 'voice' order by lower(name), id`,
      [accountId, this.clock.now()],
    );
  }

  private async firstSteps(accountId: number): Promise<FirstStepsView> {
    const [steps] = await this.database.query<[FirstStepsView]>(
      `select exists (select from gateway_grant where account_id = $1) as gateway,
              exists (select from phonebook where account_id = $1) as phonebook,
              exists (select from contact where account_id = $1) as contacts,
              exists (select from campaign where account_id = $1) as campaign,
              exists (select from call_stat where account_id = $1) as call`,
      [accountId],
    );
    return steps;
  }
}

function overTime(counts: readonly Count[], { from, until }: Period) {
  const steps = counts.filter(({ kind }) => kind === 'step');
  const begins = [...new Set(steps.map(({ step }) => step!.getTime()))].sort((a, b) => a - b);
  const counted = steps.filter((count): count is Counted => count.disposition !== null);
  return begins.map((begin, index) => ({
    from: new Date(Math.max(begin, from.getTime())).toISOString(),
    until: new Date(begins[index + 1] ?? until).toISOString(),
    ...figuresOf(counted.filter(({ step }) => step!.getTime() === begin)),
  }));
}

function hoursOfWeek(counts: readonly Counted[]): HourOfWeekView[] {
  const hours = new Map<string, HourOfWeekView>();
  for (const { weekDay, hour, disposition, calls } of counts) {
    const key = `${weekDay} ${hour}`;
    const known = hours.get(key) ?? {
      weekDay: WEEK_DAYS[weekDay! - 1]!,
      hour: hour!,
      calls: 0,
      answered: 0,
    };
    known.calls += calls;
    if (disposition === Disposition.Answered) known.answered += calls;
    hours.set(key, known);
  }
  return [...hours.values()];
}
