import { MigrationInterface, QueryRunner } from 'typeorm';

/** The record of an account, newest first. */
export class AuditList1795533200101 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('create index audit_at_idx on audit (account_id, at desc, id desc)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index audit_at_idx');
  }
}
