import { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports of contacts, the rows that they rejected, and the numbers that they met. */
export class Import1795534600301 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- History too: it names its phonebook without a foreign key, and outlives it.
      create table import (
        account_id bigint not null,
        id bigint generated always as identity,
        file_name text not null,
        -- Name of the uploaded file in the data directory; null once it has been deleted.
        file text,
        size_bytes bigint not null,
        status text not null check (status in
          ('uploaded', 'queued', 'running', 'finished', 'cancelled', 'stopped', 'undoing', 'undone')),
        phonebook_id bigint,
        phonebook_name text,
        settings jsonb,
        -- The row of column names as it stands in the file; null where there is none.
        heading text,
        created_by text,
        -- Records of the file whose outcome is committed: where to go on after a crash.
        position bigint not null default 0,
        rows bigint not null default 0,
        imported bigint not null default 0,
        updated bigint not null default 0,
        duplicates_in_file bigint not null default 0,
        duplicates_in_phonebook bigint not null default 0,
        rejected bigint not null default 0,
        rejected_because jsonb not null default '{}',
        undone bigint not null default 0,
        bytes_read bigint not null default 0,
        stopped_because text,
        cancel_requested boolean not null default false,
        -- Who works on it: whoever comes later with an older run has lost it.
        run_id uuid,
        beat_at timestamptz,
        -- Runs since a batch was last committed.
        attempts integer not null default 0,
        created_at timestamptz not null default now(),
        started_at timestamptz,
        ended_at timestamptz,
        primary key (account_id, id)
      ) with (fillfactor = 70);
      create index import_created_idx on import (account_id, created_at desc, id desc);
      -- What has not ended, over all accounts: a handful of rows at any time.
      create index import_open_idx on import (status)
        where status in ('uploaded', 'queued', 'running', 'undoing');

      create table import_reject (
        account_id bigint not null,
        import_id bigint not null,
        -- Line of the file, from 1, where the row begins.
        line bigint not null,
        reason text not null,
        -- How many values the row has, to put what is appended under its own heading.
        cells integer not null,
        text text not null,
        primary key (account_id, import_id, line)
      );

      -- Numbers of the file that the phonebook had before, kept while the import runs: a second row with one
      -- of them repeats the file, not the phonebook.
      create table import_met (
        account_id bigint not null,
        import_id bigint not null,
        number text collate "C" not null,
        primary key (account_id, import_id, number)
      );
    `);
    await db.query(`
      alter table import add constraint import_account_id_fk
        foreign key (account_id) references account (id) on delete cascade;
      alter table import_reject add constraint import_reject_import_id_fk
        foreign key (account_id, import_id) references import (account_id, id) on delete cascade;
      alter table import_met add constraint import_met_import_id_fk
        foreign key (account_id, import_id) references import (account_id, id) on delete cascade;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table import_met, import_reject, import');
  }
}
