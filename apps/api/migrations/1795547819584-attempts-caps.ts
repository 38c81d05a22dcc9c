import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Caps on attempts at one number over all campaigns of an account. They are counted from what was really attempted,
 * the history and the ledger, so that there is nothing that could differ from it. The two indexes cost about 5 µs of
 * processor time a call, where claiming and finishing one takes 85; every account pays, as one that sets a cap has to
 * know what it did in the seven days before.
 */
export class AttemptsCaps1795547819584 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The owner's, and the operator's; the stricter holds. Null is no cap, and 0, which only the operator can set,
      -- allows none.
      alter table account
        add column attempts_per_day integer,
        add column attempts_per_week integer,
        add column max_attempts_per_day integer,
        add column max_attempts_per_week integer;
      create index call_number_idx on call (account_id, number, created_at);
      create index inflight_number_idx on inflight (account_id, number);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index call_number_idx, inflight_number_idx;
      alter table account drop column attempts_per_day, drop column attempts_per_week,
        drop column max_attempts_per_day, drop column max_attempts_per_week;
    `);
  }
}
