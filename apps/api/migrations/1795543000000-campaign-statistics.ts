import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The roll-up by campaign: a campaign's page asks every few seconds, and must not read what the account's other
 * campaigns did since. It names no counter, so the updates after each call stay HOT.
 */
export class CampaignStatistics1795543000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'create index call_stat_campaign_idx on call_stat (account_id, campaign_id, quarter)',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index call_stat_campaign_idx');
  }
}
