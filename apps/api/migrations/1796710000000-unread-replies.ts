import { MigrationInterface, QueryRunner } from 'typeorm';

/** Replies that nobody has read, for the badge that shows how many: without looking at all that have been. */
export class UnreadReplies1796710000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('create index reply_unread_idx on reply (account_id) where read_at is null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index reply_unread_idx');
  }
}
