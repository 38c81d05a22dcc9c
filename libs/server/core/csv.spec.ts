import { createTestDatabase, TestDatabase } from '@belltower/testing';
import { csvLine, csvValueSql, neutral } from './csv';

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

describe('a line of CSV', () => {
  it('quotes what has commas, quotes or line breaks', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', 7, null])).toBe(
      '"a,b","say ""hi""","two\nlines",7,\r\n',
    );
  });

  it.each(['=1+1', '@SUM(A1)', '-2+3', '+cmd|calc', '\t=1', '\r=1'])(
    'puts an apostrophe before %j, which a spreadsheet would run',
    (text) => {
      expect(neutral(text)).toBe(`'${text}`);
    },
  );

  it('leaves phone numbers and negative numbers alone', () => {
    expect(neutral('+34600000001')).toBe('+34600000001');
    expect(csvLine([-5, '-5.25'])).toBe('-5,-5.25\r\n');
  });
});

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
