import { MigrationInterface, QueryRunner } from 'typeorm';

/** Numbers that may not be called yet say why, until when they were put back. */
export class HeldNumbers1795544031881 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Why the claim put it back to its present time; null for a first call or a retry that waits for its turn.
      alter table due add column held_by text;
      -- Holds only what was put back, so that nothing else pays for it: counts by reason, and letting them go.
      create index due_held_idx on due (account_id, campaign_id, held_by, next_attempt_at)
        where held_by is not null;
      -- Set by an edit of what they wait for, until all that wait have been looked at again.
      alter table campaign add column recall_held boolean not null default false;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table campaign drop column recall_held;
      drop index due_held_idx;
      alter table due drop column held_by;
    `);
  }
}
