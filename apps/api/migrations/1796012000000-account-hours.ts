import { MigrationInterface, QueryRunner } from 'typeorm';

/** Daily hours and week days within which any campaign of an account may call. */
export class AccountHours1796012000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- HH:MM, compared as text; both or neither. Later from than until crosses midnight.
      alter table account
        add column call_from text collate "C",
        add column call_until text collate "C",
        add column call_days text[] not null
          default '{monday,tuesday,wednesday,thursday,friday,saturday,sunday}';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table account drop column call_from, drop column call_until, drop column call_days;
    `);
  }
}
