import { ImportDelimiter, ImportEncoding } from '@belltower/dto';
import { isUtf8 } from 'node:buffer';
import { CellReader } from './csv-cells';
import { FileRecord, RecordProblem, RecordSplitter } from './csv-records';
import { textOf } from './text-source';

export const DELIMITER: Record<ImportDelimiter, string> = {
  [ImportDelimiter.Comma]: ',',
  [ImportDelimiter.Semicolon]: ';',
  [ImportDelimiter.Pipe]: '|',
  [ImportDelimiter.Tab]: '\t',
};

/** One row of the file: its values, or why it has none. */
export interface FileRow {
  line: number;
  raw: Buffer;
  cells: string[] | RecordProblem;
}

/** Some rows that follow each other, and how far into the file they reach. Their `raw` is good until the next ones. */
export interface FileRows {
  rows: FileRow[];
  bytesRead: number;
}

export interface FileFormat {
  delimiter: ImportDelimiter;
  encoding: ImportEncoding;
}

/**
 * Some dozens of rows. Their values are garbage as soon as they have been read: as they are few, hardly any is alive
 * when the young generation is cleared, and the old one does not grow with the file.
 */
const PIECE_BYTES = 4_096;

const NOT_TEXT: RecordProblem = {
  kind: 'Not readable text',
  message: 'This line holds characters that are no text in this encoding',
};
const NUL: RecordProblem = {
  kind: 'Not readable text',
  message: 'This line holds NUL characters, which are no text',
};

/** Streams the records of a file in order; the first `skip` need not be taken apart, as their outcome is known. */
export async function* rowsOf(
  path: string,
  { delimiter, encoding }: FileFormat,
  skip = 0,
): AsyncGenerator<FileRows> {
  const splitter = new RecordSplitter(DELIMITER[delimiter]);
  const cells = new CellReader(DELIMITER[delimiter]);
  let toSkip = skip;
  let bytesRead = 0;
  const read = (records: FileRecord[]): FileRows => {
    const fresh = toSkip ? records.slice(toSkip) : records;
    toSkip -= records.length - fresh.length;
    return { rows: rowsIn(fresh, cells), bytesRead };
  };
  for await (const chunk of textOf(path, encoding)) {
    bytesRead = chunk.bytesRead;
    for (let from = 0; from < chunk.text.length; from += PIECE_BYTES) {
      yield read(splitter.push(chunk.text.subarray(from, from + PIECE_BYTES)));
    }
  }
  yield read(splitter.end());
}

function rowsIn(records: FileRecord[], cells: CellReader): FileRow[] {
  const rows = records.map(({ line, raw, csv }) => ({
    line,
    raw,
    csv: Buffer.isBuffer(csv) ? csv : undefined,
    cells: Buffer.isBuffer(csv) ? textProblem(raw) : csv,
  }));
  const values = cells.read(rows.filter((row) => !row.cells).map(({ csv }) => csv!));
  let taken = 0;
  return rows.map(({ line, raw, cells: problem }) => ({
    line,
    raw,
    cells: problem ?? values[taken++]!,
  }));
}

function textProblem(raw: Buffer): RecordProblem | undefined {
  if (raw.includes(0)) return NUL;
  return isUtf8(raw) ? undefined : NOT_TEXT;
}
