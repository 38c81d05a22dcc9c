import { MigrationInterface, QueryRunner } from 'typeorm';

/** What holds a campaign as a whole and has been written to its activity log: there is one row while it lasts. */
export class CampaignHold1795544304453 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table campaign_hold (
        account_id bigint not null,
        campaign_id bigint not null,
        reason text not null,
        since timestamptz not null,
        primary key (account_id, campaign_id)
      );
    `);
    await db.query(`
      alter table campaign_hold add constraint campaign_hold_campaign_fk
        foreign key (account_id, campaign_id) references campaign (account_id, id) on delete cascade;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table campaign_hold');
  }
}
