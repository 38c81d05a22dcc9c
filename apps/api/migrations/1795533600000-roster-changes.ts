import { MigrationInterface, QueryRunner } from 'typeorm';

/** How rosters follow phonebooks, and the search for a part of a subscriber's number. */
export class RosterChanges1795533600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Numbers whose contacts changed while a campaign was under way, written in the transaction of the
      -- change and taken by whoever brings the rosters in line. No index but the key: writers never meet.
      create table roster_change (
        account_id bigint not null,
        id bigint generated always as identity,
        number text collate "C" not null,
        primary key (account_id, id)
      );

      -- Whether somebody took it out of the campaign: then a change of its contact does not bring it back.
      alter table subscriber add column kept_out boolean not null default false;

      -- A number never changes, so updates after an attempt stay HOT.
      create index subscriber_number_part_idx on subscriber using gin (number gin_trgm_ops);
    `);
    await db.query(`
      alter table roster_change add constraint roster_change_account_id_fk
        foreign key (account_id) references account (id) on delete cascade;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index subscriber_number_part_idx;
      alter table subscriber drop column kept_out;
      drop table roster_change;
    `);
  }
}
