import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the lists of contacts and do-not-call numbers are read by. Every sort and filter of a list has its
 * index, so that a page costs the same at ten million rows; each makes an import slower, so there are no more.
 */
export class PeopleIndexes1795541000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A number over all phonebooks: sorting, beginnings, and whoever asks where a number stands.
      create index contact_number_idx on contact (account_id, number, id);
      -- Imports give thousands of contacts the same moment: without it an old phonebook's page reads all newer ones.
      create index contact_phonebook_created_idx
        on contact (account_id, phonebook_id, created_at desc, id desc);
      create index contact_updated_idx on contact (account_id, updated_at desc, id desc);
      create index contact_name_idx on contact
        (account_id, lower(coalesce(last_name, '') || ' ' || coalesce(first_name, '')), id);
      create index contact_name_part_idx on contact
        using gin (lower(coalesce(last_name, '') || ' ' || coalesce(first_name, '')) gin_trgm_ops);
      create index contact_inactive_idx on contact (account_id, created_at desc, id desc)
        where status = 'inactive';
      create index contact_country_idx on contact (account_id, country, created_at desc, id desc)
        where country is not null;

      create index suppression_created_idx on suppression (account_id, created_at desc, id desc);
      create index suppression_list_idx on suppression
        (account_id, list_id, created_at desc, id desc);
      create index suppression_number_part_idx on suppression using gin (number gin_trgm_ops);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index contact_number_idx, contact_phonebook_created_idx, contact_updated_idx,
        contact_name_idx, contact_name_part_idx, contact_inactive_idx, contact_country_idx,
        suppression_created_idx, suppression_list_idx, suppression_number_part_idx;
    `);
  }
}
