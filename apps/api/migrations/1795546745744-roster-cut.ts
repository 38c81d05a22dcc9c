import { MigrationInterface, QueryRunner } from 'typeorm';

/** Campaigns whose account's limit of subscribers has left contacts out remember it, to let them in when there is room. */
export class RosterCut1795546745744 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table campaign add column roster_cut boolean not null default false');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table campaign drop column roster_cut');
  }
}
