import { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a campaign's roster has been drawn up, and whether stopping it hangs up. */
export class CampaignRoster1795500000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- False from start until every contact of its phonebooks has become a subscriber: it cannot finish before.
      alter table campaign add column roster_complete boolean not null default false;
      -- Set by stop: the dialer ends the calls that are still on the line.
      alter table campaign add column hang_up boolean not null default false;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table campaign drop column roster_complete, drop column hang_up');
  }
}
