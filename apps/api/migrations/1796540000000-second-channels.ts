import { MigrationInterface, QueryRunner } from 'typeorm';

/** A callee who is connected with somebody takes two channels of the gateway, and the ledger says so. */
export class SecondChannels1796540000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table inflight add column channels smallint not null default 1');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table inflight drop column channels');
  }
}
