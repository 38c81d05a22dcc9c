import { MigrationInterface, QueryRunner } from 'typeorm';

/** Which caller ID a gateway shows, how short it may ring, and deleted gateways whose name stays. */
export class GatewayPolicies1795544240655 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table gateway
        add column caller_id_policy text not null default 'campaign'
          check (caller_id_policy in ('campaign', 'own', 'listed')),
        add column caller_ids_allowed text[] not null default '{}',
        add column min_ring_timeout_seconds integer,
        add column deleted_at timestamptz;
      drop index gateway_name_key;
      create unique index gateway_name_key on gateway (coalesce(owner_account_id, 0), lower(name))
        where deleted_at is null;
    `);
  }

  /** What was deleted goes for good, with the campaigns' references to it. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      delete from campaign_gateway
       where gateway_id in (select id from gateway where deleted_at is not null);
      delete from gateway where deleted_at is not null;
      drop index gateway_name_key;
      create unique index gateway_name_key on gateway (coalesce(owner_account_id, 0), lower(name));
      alter table gateway drop column caller_id_policy, drop column caller_ids_allowed,
        drop column min_ring_timeout_seconds, drop column deleted_at;
    `);
  }
}
