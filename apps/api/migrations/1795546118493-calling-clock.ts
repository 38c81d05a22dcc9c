import { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose clock a campaign's hours count by, and whether it keeps to the calling hours of countries. */
export class CallingClock1795546118493 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table campaign
        add column clock text not null default 'campaign' check (clock in ('campaign', 'contact')),
        add column unknown_zone text not null default 'campaign' check (unknown_zone in ('campaign', 'hold')),
        -- Campaigns that were made before keep to them too: calling less is the lesser fault.
        add column country_hours boolean not null default true;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table campaign drop column clock, drop column unknown_zone, drop column country_hours;
    `);
  }
}
