import { createTestDatabase, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { NumberPart, numberPartSql, readNumberPart } from './number-part';

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('0', '1', '5', '7'), minLength, maxLength });
const numbers = fc.array(
  digits(7, 13).map((number) => `+${number}`),
  { maxLength: 60 },
);

function matches(number: string, part: NumberPart): boolean {
  if ('nothing' in part) return false;
  if ('equals' in part) return number === part.equals;
  if ('startsWith' in part) return number.startsWith(part.startsWith);
  if ('endsWith' in part) return number.endsWith(part.endsWith);
  return number.includes(part.contains);
}

describe('a part of a number, looked up by PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('finds what it is read as, whatever its length, with an index and without', async () => {
    // A connection of its own: the settings are the connection's.
    const db = database.source.createQueryRunner();
    await db.query('create table listed (number text collate "C")');
    await db.query('create index on listed using gin (number gin_trgm_ops)');
    await fc.assert(
      fc.asyncProperty(
        numbers,
        fc.constantFrom('', '+', '*', '='),
        digits(0, 9),
        fc.boolean(),
        async (list, sign, typed, indexed) => {
          await db.query('truncate listed');
          await db.query('insert into listed select unnest($1::text[])', [list]);
          await db.query(`set enable_seqscan = ${indexed ? 'off' : 'on'}`);
          const values: string[] = [];
          const condition = numberPartSql(
            'number',
            sign + typed,
            (value) => `$${values.push(value)}`,
          );
          const found = await db.manager.query<{ number: string }[]>(
            `select number from listed where ${condition}`,
            values,
          );
          const part = readNumberPart(sign + typed);
          expect(found.map(({ number }) => number).sort()).toEqual(
            list.filter((number) => matches(number, part)).sort(),
          );
        },
      ),
      { numRuns: 150 },
    );
    await db.release();
  });
});
