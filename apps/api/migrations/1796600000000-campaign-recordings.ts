import { MigrationInterface, QueryRunner } from 'typeorm';

/** The recordings that a campaign plays, wherever it names them: some stand within its questions. */
export class CampaignRecordings1796600000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table campaign_audio (
        account_id bigint not null,
        campaign_id bigint not null,
        audio_id bigint not null,
        primary key (account_id, campaign_id, audio_id)
      );
      create index campaign_audio_audio_idx on campaign_audio (account_id, audio_id);
      insert into campaign_audio (account_id, campaign_id, audio_id)
        select account_id, id, audio_id from campaign where audio_id is not null;
    `);
    await db.query(`
      alter table campaign_audio
        add constraint campaign_audio_campaign_id_fk
          foreign key (account_id, campaign_id) references campaign (account_id, id) on delete cascade,
        add constraint campaign_audio_audio_id_fk
          foreign key (account_id, audio_id) references audio (account_id, id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table campaign_audio');
  }
}
