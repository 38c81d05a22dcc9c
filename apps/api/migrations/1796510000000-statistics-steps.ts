import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Levels above the quarters of an hour, for reports of long periods: calls of closed days, weeks and months of the
 * account's own calendar. Kept in its time zone, because no day, week or month of most zones consists of days of UTC.
 */
export class StatisticsSteps1796510000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table call_stat_step (
        account_id bigint not null,
        step text not null check (step in ('day', 'week', 'month')),
        -- The instant at which it begins in the zone that call_stat_mark names.
        begins timestamptz not null,
        campaign_id bigint not null,
        gateway_id bigint not null,
        disposition text not null,
        country text not null,
        calls bigint not null,
        talk_seconds bigint not null,
        primary key (account_id, step, begins, campaign_id, gateway_id, disposition, country)
      );

      -- The same by hour of the week, for which only answers count.
      create table call_hour_step (
        account_id bigint not null,
        step text not null check (step in ('day', 'month')),
        begins timestamptz not null,
        -- Monday is 1.
        week_day smallint not null,
        hour smallint not null,
        campaign_id bigint not null,
        gateway_id bigint not null,
        country text not null,
        calls bigint not null,
        answered bigint not null,
        primary key (account_id, step, begins, week_day, hour, campaign_id, gateway_id, country)
      );

      -- How far the steps go: whatever is later stands in call_stat alone.
      create table call_stat_mark (
        account_id bigint not null primary key,
        time_zone text not null,
        days_until timestamptz not null,
        weeks_until timestamptz not null,
        months_until timestamptz not null
      );
    `);
    await db.query(`
      alter table call_stat_mark add constraint call_stat_mark_account_id_fk
        foreign key (account_id) references account (id) on delete cascade;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table call_stat_mark, call_hour_step, call_stat_step');
  }
}
