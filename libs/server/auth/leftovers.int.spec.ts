import type { Jobs } from '@belltower/core';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import { Leftovers } from './leftovers';
import { Throttle } from './throttle';

describe('what has run out', () => {
  const clock = new FixedClock(new Date('2026-03-02T10:00:00Z'));
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('is cleared away, and nothing else', async () => {
    const { source } = database;
    const { accountId, userId } = await givenAccount(source);
    const times = ['2026-03-02T09:59:59Z', '2026-03-02T10:00:01Z'];
    for (const at of times) {
      await source.query(
        'insert into session (token_hash, user_id, account_id, expires_at) values ($1, $2, $3, $4)',
        [at, userId, accountId, at],
      );
      await source.query(
        `insert into one_time_token (token_hash, purpose, user_id, expires_at) values ($1, 'reset', $2, $3)`,
        [at, userId, at],
      );
      await source.query('insert into throttle (subject, attempts, ends_at) values ($1, 1, $2)', [
        at,
        at,
      ]);
    }
    // Only its schedule needs them.
    const jobs = undefined as unknown as Jobs;
    await new Leftovers(source, clock, jobs, new Throttle(source, clock)).clear();
    const left = await source.query(`
      select token_hash kept from session union all
      select token_hash from one_time_token union all
      select subject from throttle`);
    expect(left).toEqual([{ kept: times[1] }, { kept: times[1] }, { kept: times[1] }]);
  });
});
