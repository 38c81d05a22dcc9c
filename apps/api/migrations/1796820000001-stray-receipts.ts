import { MigrationInterface, QueryRunner } from 'typeorm';

/** Receipts that found no message are shown: those on test messages, which are kept nowhere, are none of them. */
export class StrayReceipts1796820000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Whether it is the id of a test message.
      alter table message_part add column of_test boolean not null default false;
      create index message_part_stray_idx on message_part (gateway_id, created_at desc, key desc)
        where message_id is null and not of_test;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table message_part drop column of_test');
  }
}
