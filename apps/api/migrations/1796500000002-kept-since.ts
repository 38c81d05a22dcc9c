import { MigrationInterface, QueryRunner } from 'typeorm';

/** From when on calls and recordings are kept, once the first have been dropped: reports say so. */
export class KeptSince1796500000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table kept_since (
        what text primary key check (what in ('calls', 'recordings')),
        -- Whatever is older may be gone. Written before anything is dropped; of calls the begin of a month in UTC.
        since timestamptz not null
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table kept_since');
  }
}
