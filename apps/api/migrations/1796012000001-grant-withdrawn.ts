import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Grants that were taken back while campaigns of the past name the gateway: these keep what they name, and with it the
 * gateway's name, and nobody may use it any more.
 */
export class GrantWithdrawn1796012000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table gateway_grant add column withdrawn_at timestamptz;');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table gateway_grant drop column withdrawn_at;');
  }
}
