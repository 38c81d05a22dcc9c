import { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists that are written to files. */
export class Exports1796420000417 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table export (
        account_id bigint not null,
        id bigint generated always as identity,
        kind text not null,
        format text not null,
        -- Those of the list, as in its query string.
        filters jsonb not null,
        status text not null check (status in ('queued', 'running', 'finished', 'cancelled', 'failed')),
        -- Name of the file in the data directory; null while there is none.
        file text,
        file_name text,
        rows bigint not null default 0,
        rows_expected bigint not null,
        size_bytes bigint not null default 0,
        -- Who asked for it; null for an API key.
        user_id bigint,
        created_by text,
        created_at timestamptz not null,
        ended_at timestamptz,
        -- When it is deleted, with its file.
        expires_at timestamptz,
        problem text,
        cancel_requested boolean not null default false,
        -- Who works on it: whoever comes later with an older run has lost it.
        run_id uuid,
        beat_at timestamptz,
        attempts integer not null default 0,
        primary key (account_id, id)
      ) with (fillfactor = 70);
      create index export_created_idx on export (account_id, created_at desc, id desc);
      -- What has not ended, and what has: for those who look after them over all accounts.
      create index export_open_idx on export (status) where status in ('queued', 'running');
      create index export_expires_idx on export (expires_at) where expires_at is not null;
    `);
    await db.query(`
      alter table export add constraint export_account_id_fk
        foreign key (account_id) references account (id) on delete cascade;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table export');
  }
}
