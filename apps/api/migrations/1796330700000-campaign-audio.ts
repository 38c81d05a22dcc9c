import { MigrationInterface, QueryRunner } from 'typeorm';

/** A recording that a campaign plays in place of its message. */
export class CampaignAudio1796330700000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table campaign add column audio_id bigint;
      create index campaign_audio_idx on campaign (account_id, audio_id) where audio_id is not null;
    `);
    await db.query(`
      alter table campaign add constraint campaign_audio_id_fk
        foreign key (account_id, audio_id) references audio (account_id, id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table campaign drop column audio_id');
  }
}
