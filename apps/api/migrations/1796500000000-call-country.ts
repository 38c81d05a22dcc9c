// By its path: tests migrate their template before they know the names of projects.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { countryOfNumber, numberHeadSql } from '../../../libs/server/phone-number/number-place';
import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The country of the number called, of each call and in the roll-up. Calls of before are told theirs by their numbers:
 * the table is written anew once, which is faster than an update and leaves no dead rows and indexes twice their size.
 */
export class CallCountry1796500000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const head = numberHeadSql('number');
    const rows: { head: string }[] = await db.query(`select distinct ${head} as head from call`);
    const heads = rows.map((row) => row.head).filter((one) => /^\+\d+$/.test(one));
    const known = Object.fromEntries(heads.map((one) => [one, countryOfNumber(one)]));
    await db.query(`
      -- Two letters of ISO 3166-1; '' where the number belongs to no country, as of satellites.
      alter table call add column country text not null default '';
      alter table call_stat add column country text not null default '';
      alter table call_stat drop constraint call_stat_pkey;
    `);
    if (rows.length) await this.tell(db, head, JSON.stringify(known));
    await db.query(`
      alter table call_stat add constraint call_stat_pkey
        primary key (account_id, quarter, campaign_id, gateway_id, disposition, country);
    `);
  }

  /** @param known JSON: countries by the beginnings of numbers, plus and digits, so that nothing needs quoting */
  private async tell(db: QueryRunner, head: string, known: string): Promise<void> {
    await db.query(`
      alter table call alter column country drop default;
      alter table call alter column country type text using coalesce('${known}'::jsonb ->> (${head}), '');
      alter table call alter column country set default '';
      truncate call_stat;
      insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, country, calls,
                             ring_seconds, talk_seconds)
      select account_id, date_bin('15 minutes', created_at, 'epoch'), campaign_id, gateway_id, disposition, country,
             count(*), sum(ring_seconds), sum(talk_seconds)
        from call group by 1, 2, 3, 4, 5, 6;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create temporary table told on commit drop as
        select account_id, quarter, campaign_id, gateway_id, disposition, sum(calls) as calls,
               sum(ring_seconds) as ring_seconds, sum(talk_seconds) as talk_seconds
          from call_stat group by 1, 2, 3, 4, 5;
      truncate call_stat;
      alter table call_stat drop constraint call_stat_pkey;
      alter table call_stat drop column country;
      alter table call_stat add constraint call_stat_pkey
        primary key (account_id, quarter, campaign_id, gateway_id, disposition);
      insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, calls, ring_seconds, talk_seconds)
        select * from told;
      alter table call drop column country;
    `);
  }
}
