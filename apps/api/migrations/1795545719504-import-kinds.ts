import { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports of do-not-call numbers, beside those of contacts. */
export class ImportKinds1795545719504 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table import
        add column kind text not null default 'contacts'
          check (kind in ('contacts', 'do-not-call', 'platform')),
        -- A list of the account or of the platform, by kind; history, which outlives it.
        add column list_id bigint,
        add column list_name text;
      drop index import_created_idx;
      create index import_created_idx on import (account_id, kind, created_at desc, id desc);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index import_created_idx;
      create index import_created_idx on import (account_id, created_at desc, id desc);
      alter table import drop column kind, drop column list_id, drop column list_name;
    `);
  }
}
