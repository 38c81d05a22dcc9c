import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Do-not-call lists of the platform, which hold for every account, and the counts of all lists. As platform tables
 * they are the same on every node of a cluster, so that the claim finds a number without leaving its account's.
 */
export class PlatformSuppression1795545719453 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table platform_suppression_list (
        id bigint generated always as identity primary key,
        name text not null,
        numbers bigint not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      ) with (fillfactor = 50);
      create unique index platform_suppression_list_name_key on platform_suppression_list (lower(name));

      create table platform_suppression (
        id bigint generated always as identity primary key,
        list_id bigint not null,
        number text collate "C" not null,
        reason text,
        source text not null,
        import_id bigint,
        created_at timestamptz not null default now()
      );
      -- The number before the list: the claim asks for one number on any list.
      create unique index platform_suppression_number_key on platform_suppression (number, list_id);
      create index platform_suppression_created_idx on platform_suppression (created_at desc, id desc);
      create index platform_suppression_list_idx on platform_suppression
        (list_id, created_at desc, id desc);
      create index platform_suppression_number_part_idx on platform_suppression
        using gin (number gin_trgm_ops);

      alter table suppression_list add column numbers bigint not null default 0;
      update suppression_list list
         set numbers = (select count(*) from suppression listed
                         where listed.account_id = list.account_id and listed.list_id = list.id);
      alter table suppression add column import_id bigint;

      create index opt_out_created_idx on opt_out (account_id, created_at desc, id desc);
    `);
    await db.query(`
      alter table platform_suppression add constraint platform_suppression_list_id_fk
        foreign key (list_id) references platform_suppression_list (id) on delete cascade;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index opt_out_created_idx;
      alter table suppression drop column import_id;
      alter table suppression_list drop column numbers;
      drop table platform_suppression, platform_suppression_list;
    `);
  }
}
