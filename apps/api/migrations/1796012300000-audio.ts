import { MigrationInterface, QueryRunner } from 'typeorm';

/** Recordings that campaigns play. */
export class Audio1796012300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table audio (
        account_id bigint not null,
        id bigint generated always as identity,
        name text not null,
        file_name text not null,
        format text not null check (format in ('wav', 'mp3', 'vorbis', 'opus', 'flac')),
        -- G.711 µ-law, 8,000 samples a second, at most ten minutes.
        pcmu bytea not null check (octet_length(pcmu) <= 4800000),
        size_bytes integer not null,
        sha256 bytea not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (account_id, id)
      );
      -- Sound hardly packs, and as it stands a part of it can be read without the rest.
      alter table audio alter column pcmu set storage external;
      create unique index audio_name_key on audio (account_id, lower(name));
    `);
    await db.query(`
      alter table audio add constraint audio_account_id_fk
        foreign key (account_id) references account (id) on delete cascade;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table audio');
  }
}
