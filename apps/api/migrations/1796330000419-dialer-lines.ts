import { MigrationInterface, QueryRunner } from 'typeorm';

/** What goes over the lines of each dialing process, as it says with every beat: for metrics. */
export class DialerLines1796330000419 implements MigrationInterface {
  async up(queries: QueryRunner): Promise<void> {
    await queries.query(`alter table dialer add column lines jsonb not null default '[]'`);
  }

  async down(queries: QueryRunner): Promise<void> {
    await queries.query('alter table dialer drop column lines');
  }
}
