import { ExportFormat } from '@belltower/dto';
import { createTestDatabase, readSheet, TestDatabase } from '@belltower/testing';
import { csvOnceSql, csvValueSql, neutral } from './csv';
import { ListingColumn, SqlColumn } from './listing';
import { rowFormat } from './row-formats';

const ODD = [
  'plain',
  '=1+1',
  '@SUM(A1)',
  '-2+3',
  '+cmd|calc',
  '\t=1',
  'say "hello", twice',
  'two\nlines',
  'and\r\ntwo more',
  'Ünïcode 😀',
  "'already",
  '<b>&amp;</b>',
  'bell \u0007 and \ufffe',
  '',
];
const ZONE = 'Europe/Madrid';

describe('rows written by PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const written = async (format: ExportFormat, columns: SqlColumn[], values: unknown[]) => {
    const [{ line }] = await database.source.query<[{ line: string }]>(
      `select ${rowFormat(format, ZONE).sql(columns)} as line
         from (select $1::text as t, $2::bigint as n, $3::timestamptz as m, $4::jsonb as r) as c`,
      values,
    );
    return line;
  };

  it.each(ODD)('guard %j in CSV exactly as the line written here does', async (text) => {
    const [row] = await database.source.query<[object]>(
      `select ${csvValueSql('given')} as value, ${csvOnceSql('given')} as once
         from (select $1::text as given) as row`,
      [text],
    );
    const value = `"${neutral(text).replaceAll('"', '""')}"`;
    expect(row).toEqual({ value, once: value });
  });

  describe.each(Object.values(ExportFormat))('as %s', (format) => {
    const columns: SqlColumn[] = [
      { name: 'text', heading: 'Text', kind: 'text', sql: 'c.t' },
      { name: 'word', heading: 'Word', kind: 'word', sql: `'+' || c.n` },
      { name: 'number', heading: 'Number', kind: 'number', sql: 'c.n + 0' },
      { name: 'moment', heading: 'Moment', kind: 'moment', sql: 'c.m' },
      { name: null, heading: 'Again', kind: 'moment', sql: 'c.m' },
      { name: 'record', heading: 'Record', kind: 'record', sql: 'c.r' },
    ];
    const here = (values: unknown[]) =>
      rowFormat(format, ZONE).row(columns as ListingColumn[], values);
    const plain = (line: string) => (format === ExportFormat.Csv ? line.replaceAll('"', '') : line);

    it.each(ODD)('say %j as rows written here do', async (text) => {
      const at = '2026-03-29T01:30:00.250Z';
      const record = { a: '<1>' };
      const line = await written(format, columns, [text, 5, at, record]);
      const same = here([text, '+5', 5, at, at, record]);
      if (format !== ExportFormat.JsonLines) {
        // PostgreSQL puts a space behind the colon of a record.
        expect(plain(line).replace(': ', ':')).toBe(plain(same));
      } else expect(JSON.parse(line)).toEqual(JSON.parse(same));
    });

    it('leave empty what is null', async () => {
      const nothing = [null, null, null, null];
      const line = await written(format, columns, nothing);
      expect(line).toBe(here([...nothing, null, null]));
    });
  });

  it('tell programs the moment to the millisecond, in UTC', async () => {
    const columns: SqlColumn[] = [{ name: 'at', heading: 'At', kind: 'utc', sql: 'c.m' }];
    const at = (moment: string) =>
      written(ExportFormat.JsonLines, columns, [null, null, moment, null]);
    for (const moment of ['2026-01-02T03:04:05.000Z', '2026-12-31T23:59:59.999Z']) {
      expect(JSON.parse(await at(moment))).toEqual({ at: moment });
    }
    expect(JSON.parse(await at('2026-12-31T23:59:59.999999Z'))).toEqual({
      at: '2026-12-31T23:59:59.999Z',
    });
  });

  it('tell spreadsheets the moment as days on the clocks of the zone', async () => {
    const columns: SqlColumn[] = [{ name: 'at', heading: 'At', kind: 'moment', sql: 'c.m' }];
    const line = await written(ExportFormat.Xlsx, columns, [
      null,
      null,
      '1970-01-01T23:00:00Z',
      null,
    ]);
    // Madrid was an hour ahead: midnight of the second day of Unix time.
    expect(readSheet(line)).toEqual([['25570']]);
  });
});
