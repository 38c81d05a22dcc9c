import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Levels above the quarters of an hour for messages, as calls have them: closed days, weeks and months of the account's own
 * calendar. A day is closed once nothing can be told of its messages any more.
 */
export class MessageSteps1796820000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table message_stat_step (
        account_id bigint not null,
        step text not null check (step in ('day', 'week', 'month')),
        -- The instant at which it begins in the zone that message_stat_mark names.
        begins timestamptz not null,
        campaign_id bigint not null,
        gateway_id bigint not null,
        state text not null,
        code text not null,
        country text not null,
        messages bigint not null,
        segments bigint not null,
        delivery_ms bigint not null,
        primary key (account_id, step, begins, campaign_id, gateway_id, state, code, country)
      );

      -- Most reports tell nothing apart but campaigns.
      create table message_campaign_step (
        account_id bigint not null,
        step text not null check (step in ('hour', 'day', 'week', 'month')),
        begins timestamptz not null,
        campaign_id bigint not null,
        state text not null,
        messages bigint not null,
        segments bigint not null,
        delivery_ms bigint not null,
        primary key (account_id, step, begins, campaign_id, state)
      );

      -- Others need not tell them apart.
      create table message_route_step (
        account_id bigint not null,
        step text not null check (step in ('hour', 'day', 'week', 'month')),
        begins timestamptz not null,
        gateway_id bigint not null,
        state text not null,
        code text not null,
        country text not null,
        messages bigint not null,
        segments bigint not null,
        delivery_ms bigint not null,
        primary key (account_id, step, begins, gateway_id, state, code, country)
      );

      -- How far the steps go: whatever is later stands in message_stat alone.
      create table message_stat_mark (
        account_id bigint not null primary key,
        time_zone text not null,
        days_until timestamptz not null,
        weeks_until timestamptz not null,
        months_until timestamptz not null
      );
    `);
    await db.query(`
      alter table message_stat_mark add constraint message_stat_mark_account_id_fk
        foreign key (account_id) references account (id) on delete cascade;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'drop table message_stat_mark, message_route_step, message_campaign_step, message_stat_step',
    );
  }
}
