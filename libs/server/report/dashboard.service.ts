import { AccountZone, Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import {
  DashboardView,
  Disposition,
  FirstStepsView,
  HourOfWeekView,
  ReportQuery,
  RunningCampaignView,
  TimeStep,
  WeekDay,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { callStatSql, hourStatSql, StatScope } from './call-stat.sql';
import { Calendar } from './closed-steps.sql';
import { figuresOf, Tally } from './figures';
import { keptSince } from './kept-since';
import { countablePeriod, Period, periodBefore, periodOf } from './period';
import { SqlParameters } from './sql-parameters';
import { stepBegins, stepFor } from './time-steps';

const WEEK_DAYS = Object.values(WeekDay);
const MOST_CAMPAIGNS = 20;
const SUMS = 'sum(calls)::bigint as calls, sum(talk_seconds)::bigint as "talkSeconds"';

interface StepTally extends Tally {
  /** From 1. */
  step: number;
}

interface GatewayTally extends Tally {
  gatewayId: number;
}

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
    const callsKeptSince = await keptSince(this.database, 'calls');
    const asked = periodOf(query, this.clock.now());
    const period = countablePeriod(asked, callsKeptSince);
    const before = countablePeriod(periodBefore(asked, timeZone), callsKeptSince);
    const { campaignId, gatewayId, country } = query;
    const scope = { accountId, campaignId, gatewayId, country, ...period };
    const step = stepFor(period);
    const begins = stepBegins(step, period, timeZone);
    const longest = { timeZone, step: TimeStep.Month };
    const [byTime, byGateway, hoursOfWeek, earlier, campaigns, callsNow, gateways, firstSteps] =
      await Promise.all([
        this.byTime(scope, { timeZone, step }, begins),
        this.byGateway(scope, longest),
        this.hoursOfWeek(scope, timeZone),
        this.tallies({ ...scope, ...before }, longest),
        this.campaigns(accountId, campaignId),
        this.callsNow(accountId, campaignId),
        this.gateways(accountId),
        this.firstSteps(accountId),
      ]);
    const total = figuresOf(byTime);
    return {
      timeZone,
      from: period.from.toISOString(),
      until: period.until.toISOString(),
      callsKeptSince: callsKeptSince?.toISOString() ?? null,
      previousFrom: before.from.toISOString(),
      previousUntil: before.until.toISOString(),
      total,
      previous: figuresOf(earlier),
      contactsReached: total.answered,
      step,
      overTime: overTime(byTime, begins, period),
      hoursOfWeek,
      callsNow,
      campaigns,
      gateways: gateways.map((gateway) => {
        const { calls, asr, dispositions } = figuresOf(
          byGateway.filter(({ gatewayId: id }) => id === gateway.id),
        );
        const congested = dispositions.find(
          ({ disposition }) => disposition === Disposition.Congestion,
        );
        return { ...gateway, calls, asr, congestion: congested?.calls ?? 0 };
      }),
      firstSteps,
    };
  }

  private byTime(
    scope: StatScope,
    calendar: Calendar,
    begins: readonly Date[],
  ): Promise<StepTally[]> {
    const parameters = new SqlParameters();
    const step = `width_bucket(begins, ${parameters.add(begins)}::timestamptz[])`;
    return this.database.query<StepTally[]>(
      `select ${step} as step, disposition, ${SUMS}
         from (${callStatSql(scope, calendar, parameters)}) as stat group by 1, 2`,
      parameters.values,
    );
  }

  private byGateway(scope: StatScope, calendar: Calendar): Promise<GatewayTally[]> {
    const parameters = new SqlParameters();
    return this.database.query<GatewayTally[]>(
      `select gateway_id as "gatewayId", disposition, ${SUMS}
         from (${callStatSql(scope, calendar, parameters, 'gateway_id')}) as stat group by 1, 2`,
      parameters.values,
    );
  }

  private async hoursOfWeek(scope: StatScope, timeZone: string): Promise<HourOfWeekView[]> {
    const parameters = new SqlParameters();
    const hours = await this.database.query<(HourOfWeekView & { day: number })[]>(
      `select week_day as day, hour, sum(calls)::bigint as calls, sum(answered)::bigint as answered
         from (${hourStatSql(scope, timeZone, parameters)}) as stat group by 1, 2`,
      parameters.values,
    );
    return hours.map(({ day, ...hour }) => ({ ...hour, weekDay: WEEK_DAYS[day - 1]! }));
  }

  private tallies(scope: StatScope, calendar: Calendar): Promise<Tally[]> {
    const parameters = new SqlParameters();
    const stat = callStatSql(scope, calendar, parameters);
    return this.database.query<Tally[]>(
      `select disposition, ${SUMS} from (${stat}) as stat group by 1`,
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
        where account_id = $1 and withdrawn_at is null and deleted_at is null and channel = 'voice' order by lower(name), id`,
      [accountId, this.clock.now()],
    );
  }

  private async firstSteps(accountId: number): Promise<FirstStepsView> {
    const [steps] = await this.database.query<[FirstStepsView]>(
      `select exists (select from gateway_grant where account_id = $1 and withdrawn_at is null) as gateway,
              exists (select from phonebook where account_id = $1) as phonebook,
              exists (select from contact where account_id = $1) as contacts,
              exists (select from campaign where account_id = $1) as campaign,
              exists (select from call_stat where account_id = $1) as call`,
      [accountId],
    );
    return steps;
  }
}

function overTime(counts: readonly StepTally[], begins: readonly Date[], { from, until }: Period) {
  return begins.map((begin, index) => ({
    from: (begin < from ? from : begin).toISOString(),
    until: (begins[index + 1] ?? until).toISOString(),
    ...figuresOf(counts.filter(({ step }) => step === index + 1)),
  }));
}
