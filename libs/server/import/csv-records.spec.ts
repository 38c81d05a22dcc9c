import fc from 'fast-check';
import { CellReader } from './csv-cells';
import { FileRecord, MOST_RECORD_BYTES, RecordSplitter } from './csv-records';

/** Splits a text that arrives in pieces of these sizes, again and again. */
function split(text: string | Buffer, { delimiter = ',', pieces = [7] } = {}) {
  const splitter = new RecordSplitter(delimiter);
  const bytes = Buffer.from(text as string);
  const records: FileRecord[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, pieces[turn % pieces.length]!);
    for (const record of splitter.push(bytes.subarray(at, at + size))) records.push(kept(record));
    at += size;
  }
  return [...records, ...splitter.end()];
}

/** A record that outlives the next piece. */
function kept({ line, raw, csv }: FileRecord): FileRecord {
  return { line, raw: Buffer.from(raw), csv: Buffer.isBuffer(csv) ? Buffer.from(csv) : csv };
}

function cellsOf(text: string, options: { delimiter?: string; pieces?: number[] } = {}) {
  const records = split(text, options);
  const readable = records.flatMap(({ csv }) => (Buffer.isBuffer(csv) ? [csv] : []));
  return new CellReader(options.delimiter ?? ',').read(readable);
}

const lines = (text: string) => split(text).map(({ line }) => line);
const problems = (text: string) =>
  split(text).map(({ csv }) => (Buffer.isBuffer(csv) ? null : csv.message));

describe('RecordSplitter', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('ends lines with %s and counts them, blank ones too', (_, end) => {
    const text = ['a,b', '', '"c', 'd",e', 'f,g'].join(end);
    expect(lines(text)).toEqual([1, 3, 5]);
    expect(cellsOf(text)).toEqual([
      ['a', 'b'],
      [`c${end}d`, 'e'],
      ['f', 'g'],
    ]);
  });

  it('takes a quotation mark inside a value as what it is', () => {
    const text = '1|{"a":"","b":"x|y"}|\n2|5" pipe|"q|""r"""\n';
    expect(cellsOf(text, { delimiter: '|' })).toEqual([
      ['1', '{"a":"","b":"x', 'y"}', ''],
      ['2', '5" pipe', 'q|"r"'],
    ]);
  });

  it('loses only the line in which a quotation mark is never closed', () => {
    const text = '1,"open\n2,b\n3,c\n';
    expect(lines(text)).toEqual([1, 2, 3]);
    expect(problems(text)).toEqual([expect.stringContaining('never closed'), null, null]);
  });

  it('loses only the line that has text behind a closing quotation mark', () => {
    expect(problems('1,"a"b\n2,c\n')).toEqual([expect.stringContaining('between'), null]);
    expect(lines('1,"a\nx"b,c\n3,c\n')).toEqual([1, 2, 3]);
  });

  it('gives up on a quoted value, and on a line, that has outgrown all bounds', () => {
    const many = 'y,z\n'.repeat(MOST_RECORD_BYTES / 2);
    const quoted = split(`1,"open\n${many}`, { pieces: [65_536] });
    expect(quoted).toHaveLength(1 + MOST_RECORD_BYTES / 2);
    expect(quoted[0]!.csv).toMatchObject({ message: expect.stringContaining('never closed') });
    expect(quoted.at(-1)!.line).toBe(1 + MOST_RECORD_BYTES / 2);

    const long = split(`a\n${'x'.repeat(3 * MOST_RECORD_BYTES)}\nb\n`, { pieces: [65_536] });
    expect(long.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(long[1]!.csv).toMatchObject({ message: 'This line is longer than 1 MB' });
  });

  it('gives back what was written, however it is cut and ended', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', ' ', '😀') });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (rows, end, pieces, last) => {
          const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
          const needs = (value: string) => /[",\n]/.test(value);
          const text = rows
            .map((row) => row.map((value) => (needs(value) ? quoted(value) : value)).join(','))
            .join(end);
          expect(cellsOf(text + (last ? end : ''), { pieces })).toEqual(rows);
        },
      ),
    );
  });

  it('keeps a value whose quotation marks do not begin it, however it is cut', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ' ') }).map((text) => `x${text}`);
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        (rows, pieces) => {
          const text = rows.map((row) => row.join('|')).join('\n');
          expect(cellsOf(text, { delimiter: '|', pieces })).toEqual(rows);
        },
      ),
    );
  });
});
