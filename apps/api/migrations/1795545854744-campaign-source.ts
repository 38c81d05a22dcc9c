import { MigrationInterface, QueryRunner } from 'typeorm';

/** A campaign that calls only what another one left: who is on its roster besides the phonebooks. */
export class CampaignSource1795545854744 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- An ended campaign, of whose numbers only those that it left in one of these outcomes are called; null: all of
      -- the phonebooks.
      alter table campaign add column source_campaign_id bigint;
      alter table campaign add column source_outcomes text[];
    `);
    await db.query(`
      alter table campaign add constraint campaign_source_campaign_id_fk
        foreign key (account_id, source_campaign_id) references campaign (account_id, id);
      create index campaign_source_idx on campaign (account_id, source_campaign_id)
        where source_campaign_id is not null;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'alter table campaign drop column source_campaign_id, drop column source_outcomes',
    );
  }
}
