import { AccountZone, Principal } from '@belltower/auth';
import { Clock } from '@belltower/core';
import {
  Channel,
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
import { attemptsNow } from './attempts-now';
import { hourStatSql } from './call-stat.sql';
import { StatScope } from './counts.sql';
import { figuresOf } from './figures';
import { keptSince } from './kept-since';
import { overTime } from './over-time';
import { countablePeriod, periodBefore, periodOf } from './period';
import { SqlParameters } from './sql-parameters';
import { CALL_TALLIES, talliesBy, talliesByStep, talliesOf } from './tallies';
import { stepBegins, stepFor } from './time-steps';

const WEEK_DAYS = Object.values(WeekDay);
const MOST_CAMPAIGNS = 20;

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
    const db = this.database;
    const [byTime, byGateway, hoursOfWeek, earlier, campaigns, callsNow, gateways, has] =
      await Promise.all([
        talliesByStep(db, CALL_TALLIES, scope, { timeZone, step }, begins),
        talliesBy(db, CALL_TALLIES, scope, longest, 'gateway_id'),
        this.hoursOfWeek(scope, timeZone),
        talliesOf(db, CALL_TALLIES, { ...scope, ...before }, longest),
        this.campaigns(accountId, campaignId),
        attemptsNow(db, accountId, Channel.Voice, campaignId),
        this.gateways(accountId),
        this.has(accountId),
      ]);
    const { hasCalls, hasMessages, ...firstSteps } = has;
    const total = figuresOf(byTime);
    return {
      timeZone,
      from: period.from.toISOString(),
      until: period.until.toISOString(),
      callsKeptSince: callsKeptSince?.toISOString() ?? null,
      previousFrom: before.from.toISOString(),
      previousUntil: before.until.toISOString(),
      hasCalls,
      hasMessages,
      total,
      previous: figuresOf(earlier),
      contactsReached: total.answered,
      step,
      overTime: overTime(CALL_TALLIES, byTime, begins, period),
      hoursOfWeek,
      callsNow,
      campaigns,
      gateways: gateways.map((gateway) => {
        const { calls, asr, dispositions } = figuresOf(
          byGateway.filter(({ key }) => Number(key) === gateway.id),
        );
        const congested = dispositions.find(
          ({ disposition }) => disposition === Disposition.Congestion,
        );
        return { ...gateway, calls, asr, congestion: congested?.calls ?? 0 };
      }),
      firstSteps: { ...firstSteps, call: hasCalls || hasMessages },
    };
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

  /** With a campaign asked for, that one; else those under way. */
  private campaigns(accountId: number, campaignId?: number): Promise<RunningCampaignView[]> {
    const only = campaignId ? 'campaign.id = $2' : `status in ('running', 'paused')`;
    return this.database.query<RunningCampaignView[]>(
      `with shown as (
         select id, name, channel, status = 'paused' as paused, ends_at, created_at
           from campaign where account_id = $1 and deleted_at is null and ${only}
          order by created_at desc, id desc limit ${MOST_CAMPAIGNS})
       select id, name, channel, paused, ends_at as "endsAt",
              coalesce(sum(subscribers) filter (where state <> 'removed'), 0)::bigint as subscribers,
              coalesce(sum(subscribers) filter (where state = 'completed'), 0)::bigint as reached,
              coalesce(sum(subscribers) filter (where state = 'sent'), 0)::bigint as sent,
              coalesce(sum(subscribers) filter (where state = 'failed'), 0)::bigint as failed,
              coalesce(sum(subscribers) filter (where state = 'suppressed'), 0)::bigint as suppressed,
              coalesce(sum(subscribers) filter (where state = 'retry'), 0)::bigint as "waitingForRetry",
              (select count(*) from inflight
                where inflight.account_id = $1 and inflight.campaign_id = shown.id) as "callsNow"
         from shown
         left join subscriber_count on account_id = $1 and campaign_id = id
        group by id, name, channel, paused, ends_at, created_at
        order by created_at desc, id desc`,
      campaignId ? [accountId, campaignId] : [accountId],
    );
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

  /** What it has made on the way to its first call or message, and whether there have been any. */
  private async has(accountId: number) {
    const [has] = await this.database.query<
      [Omit<FirstStepsView, 'call'> & Pick<DashboardView, 'hasCalls' | 'hasMessages'>]
    >(
      `select exists (select from gateway_grant where account_id = $1 and withdrawn_at is null) as gateway,
              exists (select from phonebook where account_id = $1) as phonebook,
              exists (select from contact where account_id = $1) as contacts,
              exists (select from campaign where account_id = $1) as campaign,
              exists (select from call_stat where account_id = $1) as "hasCalls",
              exists (select from message_stat where account_id = $1) as "hasMessages"`,
      [accountId],
    );
    return has;
  }
}
