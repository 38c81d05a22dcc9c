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
import { stepBegins, stepFor } from './time-steps';
import { zoneClockSql } from './zone-clock.sql';

const WEEK_DAYS = Object.values(WeekDay);
const MOST_CAMPAIGNS = 20;

/** Counts of one kind: of a step of time, of an hour of the week, or of a gateway. */
interface Count extends Tally {
  kind: 'step' | 'hour' | 'gateway';
  /** From 1. */
  step: number | null;
  /** Monday is 1. */
  weekDay: number | null;
  hour: number | null;
  gatewayId: number | null;
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
    const period = periodOf(query, this.clock.now());
    const before = periodBefore(period, timeZone);
    const { campaignId, gatewayId } = query;
    const scope = { accountId, campaignId, gatewayId, ...period };
    const step = stepFor(period);
    const begins = stepBegins(step, period, timeZone);
    const [counts, earlier, campaigns, callsNow, gateways, firstSteps] = await Promise.all([
      this.counts(scope, begins, timeZone),
      this.tallies({ ...scope, ...before }),
      this.campaigns(accountId, campaignId),
      this.callsNow(accountId, campaignId),
      this.gateways(accountId),
      this.firstSteps(accountId),
    ]);
    const ofKind = (kind: Count['kind']) => counts.filter((count) => count.kind === kind);
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
      overTime: overTime(ofKind('step'), begins, period),
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
  private counts(scope: StatScope, begins: readonly Date[], timeZone: string): Promise<Count[]> {
    const parameters = new SqlParameters();
    const sums = (calls: string, talk: string) =>
      `sum(calls)::bigint as ${calls}, sum(talk_seconds)::bigint as ${talk}`;
    const clock = zoneClockSql('quarter', scope, timeZone, parameters);
    return this.database.query<Count[]>(
      `with placed as materialized (
         select width_bucket(quarter, ${parameters.add(begins)}::timestamptz[]) as step,
                date_part('isodow', ${clock})::int as week_day, date_part('hour', ${clock})::int as hour,
                gateway_id, disposition, ${sums('calls', 'talk_seconds')}
           from (${callStatSql(scope, parameters)}) as stat group by 1, 2, 3, 4, 5)
       select 'step' as kind, step, null::int as "weekDay", null::int as hour, null::bigint as "gatewayId",
              disposition, ${sums('calls', '"talkSeconds"')}
         from placed group by step, disposition
       union all
       select 'hour', null, week_day, hour, null, disposition, ${sums('calls', '"talkSeconds"')}
         from placed group by week_day, hour, disposition
       union all
       select 'gateway', null, null, null, gateway_id, disposition, ${sums('calls', '"talkSeconds"')}
         from placed group by gateway_id, disposition`,
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

function overTime(counts: readonly Count[], begins: readonly Date[], { from, until }: Period) {
  return begins.map((begin, index) => ({
    from: (begin < from ? from : begin).toISOString(),
    until: (begins[index + 1] ?? until).toISOString(),
    ...figuresOf(counts.filter(({ step }) => step === index + 1)),
  }));
}

function hoursOfWeek(counts: readonly Count[]): HourOfWeekView[] {
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
