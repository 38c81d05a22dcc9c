import { MigrationInterface, QueryRunner } from 'typeorm';

/** One gateway of a name for each owner; the installation itself counts as one. */
export class GatewayName1795533900201 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create unique index gateway_name_key on gateway (coalesce(owner_account_id, 0), lower(name));
      create index gateway_grant_gateway_idx on gateway_grant (gateway_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index gateway_name_key, gateway_grant_gateway_idx');
  }
}
