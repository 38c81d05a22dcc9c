import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reports of one gateway or country need not tell campaigns apart: what was counted before is counted again, as these
 * levels go as far as the others.
 */
export class RouteSteps1796610000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table call_route_step (
        account_id bigint not null,
        step text not null check (step in ('hour', 'day', 'week', 'month')),
        begins timestamptz not null,
        gateway_id bigint not null,
        disposition text not null,
        country text not null,
        calls bigint not null,
        talk_seconds bigint not null,
        primary key (account_id, step, begins, gateway_id, disposition, country)
      );

      -- By hour of the week; Monday is 1.
      create table call_route_hour_step (
        account_id bigint not null,
        step text not null check (step in ('day', 'month')),
        begins timestamptz not null,
        week_day smallint not null,
        hour smallint not null,
        gateway_id bigint not null,
        country text not null,
        calls bigint not null,
        answered bigint not null,
        primary key (account_id, step, begins, week_day, hour, gateway_id, country)
      );

      truncate call_stat_mark, call_stat_step, call_hour_step, call_campaign_step, call_campaign_hour_step;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table call_route_hour_step, call_route_step');
  }
}
