import { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened in an account without its people, and until when each of them has seen it. */
export class Notices1795544876506 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table notice (
        account_id bigint not null,
        id bigint generated always as identity,
        at timestamptz not null,
        kind text not null,
        text text not null,
        record_id bigint,
        primary key (account_id, id)
      );
      create index notice_at_idx on notice (account_id, at desc, id desc);
      alter table "user" add column notices_seen_at timestamptz;
    `);
    await db.query(`
      alter table notice add constraint notice_account_id_fk
        foreign key (account_id) references account (id) on delete cascade;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table notice;
      alter table "user" drop column notices_seen_at;
    `);
  }
}
