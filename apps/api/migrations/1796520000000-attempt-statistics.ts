import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What each attempt of a campaign has brought: the first calls, the second ones … Reading that out of the calls
 * themselves would take a second for every million. Calls that are there already are counted here, once.
 */
export class AttemptStatistics1796520000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Calls of a campaign by attempt and disposition, added up in the statement that writes the call.
      create table attempt_stat (
        account_id bigint not null,
        campaign_id bigint not null,
        attempt integer not null,
        disposition text not null,
        calls bigint not null,
        talk_seconds bigint not null,
        primary key (account_id, campaign_id, attempt, disposition)
      ) with (fillfactor = 50);

      insert into attempt_stat (account_id, campaign_id, attempt, disposition, calls, talk_seconds)
      select account_id, campaign_id, attempt, disposition, count(*), sum(talk_seconds)
        from call group by 1, 2, 3, 4;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table attempt_stat');
  }
}
