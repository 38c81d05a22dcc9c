import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The roll-up of calls counts quarters of an hour. In UTC hours a day of Kolkata (+5:30) or Kathmandu
 * (+5:45) begins in the middle of a row, and its reports could not be right; every zone in use is a whole
 * number of quarters away from UTC. It also stays right when an account moves to another time zone.
 */
export class QuarterHourStatistics1795532500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table call_stat_hourly rename to call_stat;
      alter table call_stat rename column hour to quarter;
      alter table call_stat rename constraint call_stat_hourly_pkey to call_stat_pkey;
      -- The calls placed from this instant on, for 15 minutes: date_bin('15 minutes', created_at, 'epoch').
      alter table call_stat add constraint call_stat_quarter_check
        check (quarter = date_bin('15 minutes', quarter, 'epoch'));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table call_stat drop constraint call_stat_quarter_check;
      alter table call_stat rename constraint call_stat_pkey to call_stat_hourly_pkey;
      alter table call_stat rename column quarter to hour;
      alter table call_stat rename to call_stat_hourly;
    `);
  }
}
