import { MigrationInterface, QueryRunner } from 'typeorm';

/** Recordings in place of what a campaign says besides message and questions. campaign_audio has their foreign keys. */
export class RecordedPrompts1796600000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table campaign
        add column opt_out_audio_id bigint,
        add column record_audio_id bigint,
        add column goodbye_audio_id bigint;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table campaign
        drop column opt_out_audio_id, drop column record_audio_id, drop column goodbye_audio_id;
    `);
  }
}
