import { MigrationInterface, QueryRunner } from 'typeorm';

/** Views of lists that people keep. */
export class SavedViews1796530000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table saved_view (
        account_id bigint not null,
        id bigint generated always as identity,
        -- Whose it is; null where it is for everybody in the account.
        user_id bigint,
        -- Route of the list.
        list text not null,
        name text not null,
        -- Filters, sort and columns, as in the address of the list.
        query jsonb not null,
        created_by text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (account_id, id)
      );
      create unique index saved_view_name_key on saved_view (account_id, list, coalesce(user_id, 0), lower(name));
    `);
    await db.query(`
      alter table saved_view add constraint saved_view_account_id_fk
        foreign key (account_id) references account (id) on delete cascade;
      alter table saved_view add constraint saved_view_user_id_fk
        foreign key (user_id) references "user" (id) on delete cascade;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table saved_view');
  }
}
