import {
  IMPORT_MOST_COLUMNS,
  ImportColumnView,
  ImportEncoding,
  ImportKind,
  ImportPreviewView,
  ImportRowView,
  ImportSettings,
} from '@belltower/dto';
import { guessColumns } from './columns';
import { detectDelimiter } from './detection';
import { FileFormat, FileRow, rowsOf } from './file-rows';
import { Reader } from './number-cell';
import { readerFor } from './reader-for';
import { textOf } from './text-source';

/** Of a file's beginning, this much is looked at. */
const SAMPLE_ROWS = 1_000;
const SAMPLE_BYTES = 4_194_304;
/** The first rows are shown, and as many more that have problems. */
const SHOWN_ROWS = 10;
const SHOWN_CHARACTERS = 300;
const SAMPLES = 3;

/** The beginning of a file. */
interface Sample {
  rows: FileRow[];
  bytes: number;
  whole: boolean;
}

/**
 * Reads the beginning of a file as an import with these settings would; what they leave out is detected.
 * `country` is where numbers without an international prefix belong.
 */
export async function previewOf(
  path: string,
  sizeBytes: number,
  settings: ImportSettings & { encoding: ImportEncoding; kind: ImportKind },
  country: string,
): Promise<ImportPreviewView> {
  const { encoding, kind } = settings;
  const delimiter = settings.delimiter ?? detectDelimiter(await firstText(path, encoding));
  const sample = await sampleOf(path, { delimiter, encoding });
  const cells = sample.rows.flatMap((row) => (Array.isArray(row.cells) ? [row.cells] : []));
  const known = cells.slice(0, 100);
  const header = settings.header ?? undefined;
  const guessed = guessColumns(known, { delimiter, country, kind, header });
  const width = Math.min(guessed.targets.length, IMPORT_MOST_COLUMNS);
  const columns = Array.from(
    { length: width },
    (_, index) => settings.columns?.[index] ?? (settings.columns ? '' : guessed.targets[index]!),
  );
  const content = guessed.header ? sample.rows.slice(1) : sample.rows;
  const reader = readerFor(kind, { ...settings, columns, defaultCountry: country });
  const read = content.map((row) => rowView(row, reader)).filter((row) => row !== undefined);
  return Object.assign(new ImportPreviewView(), {
    delimiter,
    encoding,
    header: guessed.header,
    originalFormat: guessed.originalFormat,
    columns: columnViews(guessed.header ? cells : [[], ...cells], columns),
    rows: shownRows(read),
    rowsChecked: read.length,
    rowsWithProblems: read.filter(({ problems }) => problems.length > 0).length,
    rowsEstimated: sample.whole
      ? read.length
      : Math.round((read.length * sizeBytes) / Math.max(1, sample.bytes)),
    problems: problemsOf(guessed.targets.length, columns, read.length, guessed.header),
  });
}

function shownRows(rows: readonly ImportRowView[]): ImportRowView[] {
  const faulty = rows.slice(SHOWN_ROWS).filter(({ problems }) => problems.length > 0);
  return [...rows.slice(0, SHOWN_ROWS), ...faulty.slice(0, SHOWN_ROWS)];
}

async function firstText(path: string, encoding: ImportEncoding): Promise<Buffer> {
  for await (const { text } of textOf(path, encoding)) return text;
  return Buffer.alloc(0);
}

async function sampleOf(path: string, format: FileFormat): Promise<Sample> {
  const sample: Sample = { rows: [], bytes: 0, whole: true };
  for await (const { rows, bytesRead } of rowsOf(path, format)) {
    for (const row of rows) sample.rows.push({ ...row, raw: Buffer.from(row.raw) });
    sample.bytes = bytesRead;
    if (sample.rows.length >= SAMPLE_ROWS || bytesRead >= SAMPLE_BYTES) {
      sample.whole = false;
      break;
    }
  }
  return sample;
}

function rowView(row: FileRow, reader: Reader<object>): ImportRowView | undefined {
  if (!Array.isArray(row.cells)) {
    const cells = [shown(row.raw.toString())];
    return Object.assign(new ImportRowView(), {
      line: row.line,
      cells,
      problems: [{ column: null, message: row.cells.message }],
    });
  }
  const read = reader.read(row.cells);
  if (read === undefined) return undefined;
  const cells = row.cells.slice(0, IMPORT_MOST_COLUMNS).map(shown);
  const problems = Array.isArray(read)
    ? read.map(({ column, message }) => ({ column: column === -1 ? null : column, message }))
    : [];
  return Object.assign(new ImportRowView(), { line: row.line, cells, problems });
}

function columnViews(
  [names = [], ...rows]: readonly string[][],
  columns: readonly string[],
): ImportColumnView[] {
  return columns.map((target, index) => {
    const values = rows.map((row) => row[index]?.trim() ?? '').filter((value) => value !== '');
    return Object.assign(new ImportColumnView(), {
      name: shown(names[index]?.trim() || `Column ${index + 1}`),
      target,
      samples: values.slice(0, SAMPLES).map(shown),
    });
  });
}

function problemsOf(
  width: number,
  columns: readonly string[],
  rows: number,
  header: boolean,
): string[] {
  const problems: string[] = [];
  if (!rows) {
    problems.push(
      header ? 'This file has column names, but no rows below them.' : 'This file has no rows.',
    );
  }
  if (width > IMPORT_MOST_COLUMNS) {
    const counts = `${width.toLocaleString('en')} columns, but only ${IMPORT_MOST_COLUMNS} can be imported`;
    problems.push(`This file has ${counts}. Are its values separated by something else?`);
  }
  if (rows && !columns.includes('number')) {
    problems.push('Choose the column that holds the phone numbers.');
  }
  return problems;
}

function shown(value: string): string {
  return value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value;
}
