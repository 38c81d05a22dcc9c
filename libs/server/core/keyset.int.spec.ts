import { createTestDatabase, TestDatabase } from '@belltower/testing';
import { countOfRows } from './keyset';
import { RowCount } from './listing';

/** Rows that are looked at, of which those fit that a function says. PostgreSQL is told that it costs much. */
const ROWS = 8;
const saying = (name: string, body: string) =>
  `create function ${name}(n int) returns boolean language plpgsql cost 100000
     as $$ begin ${body} return n % 2 = 0; end $$`;

describe('the number of rows of a list', () => {
  let database: TestDatabase;
  const count = (condition: string) =>
    countOfRows(
      database.source,
      `select from generate_series(1, ${ROWS}) as n where ${condition}`,
      [],
    );

  beforeAll(async () => {
    database = await createTestDatabase();
    await database.source.query(saying('quick', ''));
    await database.source.query(saying('slow', 'perform pg_sleep(0.05);'));
  });
  afterAll(() => database.drop());

  it('is counted where that is expected to be cheap', async () => {
    expect(await count('n > 3')).toEqual({ total: 5, estimated: false });
  });

  it('is counted where it turns out to be cheap', async () => {
    const counts: RowCount[] = [];
    // A busy machine may hold up any one of them.
    for (let times = 0; times < 20; times++) counts.push(await count('quick(n)'));
    expect(counts).toContainEqual({ total: ROWS / 2, estimated: false });
  });

  it('is told as expected where counting goes on for too long', async () => {
    const { total, estimated } = await count('slow(n)');
    expect(estimated).toBe(true);
    expect(total).toBeGreaterThan(0);
    // The next statement of the connection has all the time it wants.
    expect(await database.source.query('select pg_sleep(0.06) is null as sleepless')).toHaveLength(
      1,
    );
  });

  it('tells of any other failure', async () => {
    await expect(count('slow(1 / (n - n))')).rejects.toThrow('division by zero');
  });
});
