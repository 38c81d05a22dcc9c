import { MigrationInterface, QueryRunner } from 'typeorm';

/** Checks of totals tell how many messages they have counted, besides calls. */
export class MessageTotals1796700100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'alter table totals_check add column messages_counted bigint not null default 0',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table totals_check drop column messages_counted');
  }
}
