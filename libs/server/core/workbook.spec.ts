import { readSheet, readZip } from '@belltower/testing';
import { RowPiece } from './listing';
import { sheetCell } from './sheet-cells';
import { workbook } from './workbook';
import { zip, ZipEntry } from './zip';

const bytesOf = async (chunks: AsyncIterable<Buffer>) => {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
};

describe('an archive', () => {
  it('holds the files that it was given, however long', async () => {
    const line = 'a line that comes again and again ✓\n';
    async function* entries(): AsyncGenerator<ZipEntry> {
      yield { name: 'empty.txt', content: [] };
      yield { name: 'ordner/große.txt', content: Array.from({ length: 5_000 }, () => line) };
    }
    const archive = await bytesOf(zip(entries()));
    expect(Object.fromEntries(readZip(archive))).toEqual({
      'empty.txt': '',
      'ordner/große.txt': line.repeat(5_000),
    });
    expect(archive.length).toBeLessThan(10_000);
  });

  it('fails with whatever makes its files fail', async () => {
    async function* entries(): AsyncGenerator<ZipEntry> {
      yield {
        name: 'half.txt',
        content: (async function* () {
          yield 'half';
          throw new Error('no more');
        })(),
      };
    }
    await expect(bytesOf(zip(entries()))).rejects.toThrow('no more');
  });
});

describe('a workbook', () => {
  const head = { name: 'calls', headings: ['Name', 'Calls'], kinds: ['text', 'number'] } as const;
  const row = (name: string, calls: number) =>
    `<row>${sheetCell('text', name)}${sheetCell('number', calls)}</row>`;
  const made = async (pieces: RowPiece[]) =>
    readZip(
      await bytesOf(
        workbook(
          head,
          (async function* () {
            yield* pieces;
          })(),
        ),
      ),
    );

  it('has the headings, the rows, and the parts that spreadsheets look for', async () => {
    const files = await made([
      { text: row('=1+1', 3) + row('Zoë & <co>', 4), rows: 2 },
      { text: row('', 0), rows: 1 },
    ]);
    expect(readSheet(files.get('xl/worksheets/sheet1.xml')!)).toEqual([
      ['Name', 'Calls'],
      ['=1+1', '3'],
      ['Zoë & <co>', '4'],
      ['', '0'],
    ]);
    expect(files.get('xl/worksheets/sheet1.xml')).not.toContain('<f>');
    expect([...files.keys()].sort()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
    ]);
    for (const xml of files.values()) expect(xml).toMatch(/^<\?xml version="1.0"/);
  });

  it('without rows has a sheet with headings', async () => {
    const files = await made([]);
    expect(readSheet(files.get('xl/worksheets/sheet1.xml')!)).toEqual([['Name', 'Calls']]);
  });

  it('goes on on the next sheet where one is full', async () => {
    const half = { text: row('half', 1), rows: 600_000 };
    const files = await made([half, half, half]);
    const rowsOf = (sheet: number) => readSheet(files.get(`xl/worksheets/sheet${sheet}.xml`)!);
    expect([rowsOf(1), rowsOf(2), rowsOf(3)].map((rows) => rows.length)).toEqual([2, 2, 2]);
    expect(files.get('xl/workbook.xml')).toContain('<sheet name="calls 3" sheetId="3"');
    expect(files.get('[Content_Types].xml')).toContain('/xl/worksheets/sheet3.xml');
  });
});
