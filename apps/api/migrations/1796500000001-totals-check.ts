import { MigrationInterface, QueryRunner } from 'typeorm';

/** Looks at whether sums are what their rows come to, as operators ask for them. */
export class TotalsCheck1796500000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table totals_check (
        id bigint generated always as identity primary key,
        status text not null check (status in ('queued', 'running', 'finished', 'failed')),
        -- Null: all accounts, the oldest calls, now.
        account_id bigint,
        "from" timestamptz,
        "until" timestamptz,
        repair boolean not null,
        created_by text,
        created_at timestamptz not null,
        ended_at timestamptz,
        -- When its worker last showed a sign of life.
        beat_at timestamptz not null,
        accounts integer not null default 0,
        accounts_done integer not null default 0,
        calls_counted bigint not null default 0,
        differences bigint not null default 0,
        examples jsonb not null default '[]',
        problem text
      );
      -- One at a time.
      create unique index totals_check_open_key on totals_check ((true)) where status in ('queued', 'running');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table totals_check');
  }
}
