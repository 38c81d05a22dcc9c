import { databaseOptions } from '@belltower/core';
import { createTestDatabase, TestDatabase } from '@belltower/testing';
import { DataSource } from 'typeorm';
import { entities } from '../features';
import { CallCountry1796500000000 } from './1796500000000-call-country';
import { migrations } from './index';

describe('calls from before they knew their country', () => {
  let copy: TestDatabase;
  let database: DataSource;
  beforeAll(async () => {
    copy = await createTestDatabase();
    const options = { url: copy.url, pool: 4, entities, migrations, name: 'test' };
    database = await new DataSource(databaseOptions(options)).initialize();
    const later = migrations.length - migrations.indexOf(CallCountry1796500000000);
    for (let left = later; left > 0; left--)
      await database.undoLastMigration({ transaction: 'each' });
  });
  afterAll(async () => {
    await database.destroy();
    await copy.drop();
  });

  it('are told it by their numbers, and are counted by it', async () => {
    const numbers = ['+34600000001', '+34600000002', '+12425550123', '+80012345678', `+34'; --`];
    await database.query(
      `insert into account (name, default_country, time_zone) values ('Old', 'ES', 'UTC')`,
    );
    await database.query(
      `insert into call (account_id, id, created_at, campaign_id, subscriber_id, number, gateway_id, attempt,
                         disposition, ring_seconds, talk_seconds, ended_at)
       select (select id from account), place, '2026-11-03T10:20Z', 1, 1, number, 1, 1, 'busy', 5, 0, now()
         from unnest($1::text[]) with ordinality as given (number, place)`,
      [numbers],
    );
    await database.query(
      `insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, calls, ring_seconds, talk_seconds)
       values ((select id from account), '2026-11-03T10:15Z', 1, 1, 'busy', 5, 25, 0)`,
    );
    await database.runMigrations({ transaction: 'each' });
    expect(await database.query('select number, country from call order by id')).toEqual([
      { number: '+34600000001', country: 'ES' },
      { number: '+34600000002', country: 'ES' },
      { number: '+12425550123', country: 'BS' },
      { number: '+80012345678', country: '' },
      { number: `+34'; --`, country: '' },
    ]);
    const stat = await database.query(
      'select country, calls::int, ring_seconds::int from call_stat order by country',
    );
    expect(stat).toEqual([
      { country: '', calls: 2, ring_seconds: 10 },
      { country: 'BS', calls: 1, ring_seconds: 5 },
      { country: 'ES', calls: 2, ring_seconds: 10 },
    ]);
  });
});
