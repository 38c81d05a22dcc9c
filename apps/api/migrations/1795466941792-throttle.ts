import { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts of sign-in attempts, and keys that were made by keys. */
export class Throttle1795466941792 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table throttle (
        subject text primary key,
        attempts integer not null,
        ends_at timestamptz not null
      );
      alter table api_key alter column created_by drop not null;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table throttle;
      delete from api_key where created_by is null;
      alter table api_key alter column created_by set not null;
    `);
  }
}
