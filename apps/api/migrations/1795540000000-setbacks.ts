import { MigrationInterface, QueryRunner } from 'typeorm';

/** Attempts that ended through no fault of the number's are counted apart, and a dialer says when it is stopping. */
export class Setbacks1795540000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- How often in a row the next attempt has come to nothing by a full gateway or a lost process.
      alter table due add column setbacks integer not null default 0;
      alter table inflight add column setbacks integer not null default 0;
      -- A process that is stopping ends its calls and is given no more.
      alter table dialer add column stopping boolean not null default false;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table dialer drop column stopping;
      alter table inflight drop column setbacks;
      alter table due drop column setbacks;
    `);
  }
}
