import { csvValueSql, neutral } from '@belltower/core';
import { createTestDatabase, TestDatabase } from '@belltower/testing';

const ODD = [
  'plain',
  '=1+1',
  '@SUM(A1)',
  '-2+3',
  '+cmd|calc',
  '\t=1',
  'say "hello", twice',
  'two\nlines',
  'Ünïcode 😀',
  "'already",
  '',
];

describe('CSV written by PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it.each(ODD)('guards %j exactly as the line written here does', async (text) => {
    const [{ value }] = await database.source.query<[{ value: string }]>(
      `select ${csvValueSql('given')} as value from (select $1::text as given) as row`,
      [text],
    );
    expect(value).toBe(`"${neutral(text).replaceAll('"', '""')}"`);
  });

  it('leaves null empty', async () => {
    const [{ value }] = await database.source.query<[{ value: string }]>(
      `select ${csvValueSql('null::text')} as value`,
    );
    expect(value).toBe('');
  });
});
