import { MigrationInterface, QueryRunner } from 'typeorm';

/** Do-not-call lists that lose all of their numbers in the background, and hold nobody back from then on. */
export class ListClearing1796012000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- 'emptying' or 'deleting'; null for a list that holds.
      alter table suppression_list add column clearing text;
      alter table platform_suppression_list add column clearing text;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table suppression_list drop column clearing;
      alter table platform_suppression_list drop column clearing;
    `);
  }
}
