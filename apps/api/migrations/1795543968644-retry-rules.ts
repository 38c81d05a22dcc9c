import { MigrationInterface, QueryRunner } from 'typeorm';

/** Retries by outcome: what a campaign wants, and how often each of a number's attempts has ended in what. */
export class RetryRules1795543968644 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Outcomes whose number of retries or interval differs from max_retries and retry_after_seconds:
      -- [{"disposition": "busy", "times": 3, "afterSeconds": null}]
      alter table campaign add column retry_rules jsonb not null default '[]';
      -- Attempts that counted, by outcome, for example {"busy": 2}; null: none. Kept for every campaign, so that a
      -- rule that comes later counts what was before it.
      alter table subscriber add column tally jsonb;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table subscriber drop column tally');
    await db.query('alter table campaign drop column retry_rules');
  }
}
