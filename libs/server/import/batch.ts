import { CopyLines } from '@belltower/core';
import { ImportDuplicates } from '@belltower/dto';
import { FileRow } from './file-rows';
import { CellProblem, Reader } from './number-cell';

/** A row that is not imported, and why. */
export interface Reject {
  line: number;
  kind: string;
  reason: string;
  /** How many values the row has. */
  cells: number;
  text: string;
}

/** Why an import ends before its file does. */
export interface Stop {
  line: number;
  reason: string;
}

/** Longest text of a rejected row that is kept, in characters. */
const MOST_TEXT = 100_000;

/** What stands in a row, known by its number. */
export interface Numbered {
  number: string;
}

/** Some rows of the file whose outcome is written together. Every number stands in it once. */
export class Batch<T extends Numbered = Numbered> {
  /** Of its rows, in the order of the file. */
  readonly numbers: string[] = [];
  /** Line of each number, in the order of {@link numbers}. */
  readonly lines: number[] = [];
  readonly rejects: Reject[] = [];
  /** Lines that repeat a number of this batch. */
  readonly repeats: number[] = [];
  /** Records of the file that it took, the blank ones and the heading too. */
  records = 0;
  /** How far into the file it reaches. */
  bytesRead = 0;
  stop?: Stop;
  /** By number; what the row says only where a later row may still change it. */
  private readonly known = new Map<string, T | null>();

  /** @param text is cleared; nobody else may use it while the batch does */
  constructor(
    private readonly reader: Reader<T>,
    private readonly duplicates: ImportDuplicates,
    private readonly text: CopyLines<T>,
  ) {
    text.clear();
  }

  /** Rows that say something: all but blank ones. */
  get rows(): number {
    return this.numbers.length + this.rejects.length + this.repeats.length;
  }

  /** What is new as lines of COPY. */
  copyLines(): Buffer {
    if (this.duplicates === ImportDuplicates.Update) {
      this.text.clear();
      for (const row of this.known.values()) this.text.add(row!);
    }
    return this.text.first(this.numbers.length);
  }

  /** Does nothing once the batch has a reason to stop. */
  add(row: FileRow): void {
    if (this.stop) return;
    this.records++;
    if (!Array.isArray(row.cells)) return this.reject(row, [{ column: null, ...row.cells }]);
    const read = this.reader.read(row.cells);
    if (read === undefined) return;
    if (Array.isArray(read)) return this.reject(row, read);
    const known = this.known.get(read.number);
    if (known !== undefined) return this.repeat(row, known, read);
    const changes = this.duplicates === ImportDuplicates.Update;
    if (!changes) this.text.add(read);
    this.known.set(read.number, changes ? read : null);
    this.numbers.push(read.number);
    this.lines.push(row.line);
  }

  /** Forgets the rows from the number at `place` on, as the import ends before it. */
  cutAt(place: number, reason: string): void {
    const line = this.lines[place]!;
    this.stop = { line, reason };
    this.numbers.length = this.lines.length = place;
    keepBefore(line, this.rejects, (reject) => reject.line);
    keepBefore(line, this.repeats, (repeat) => repeat);
  }

  private reject({ line, raw, cells }: FileRow, problems: readonly CellProblem[]): void {
    this.rejects.push({
      line,
      kind: problems[0]!.kind,
      reason: problems.map(({ message }) => message).join('. '),
      cells: Array.isArray(cells) ? cells.length : 0,
      // PostgreSQL keeps no NUL in a text.
      text: raw.toString().slice(0, MOST_TEXT).replaceAll('\0', '\u2400'),
    });
  }

  private repeat({ line }: FileRow, known: T | null, later: T): void {
    if (this.duplicates === ImportDuplicates.Fail) {
      this.stop ??= { line, reason: `${later.number} stands in the file twice` };
      return;
    }
    this.repeats.push(line);
    if (known) merge(known, later);
  }
}

/** The later row of a number changes what the earlier one said, as an update changes a contact. */
function merge<T extends object>(known: T, later: T): void {
  for (const [name, value] of Object.entries(later) as [keyof T, T[keyof T]][]) {
    if (value === null) continue;
    const isRecord = typeof value === 'object';
    // Variables are the only value that is a record, and are added to.
    known[name] = isRecord ? { ...known[name], ...value } : value;
  }
}

function keepBefore<T>(line: number, items: T[], lineOf: (item: T) => number): void {
  const first = items.findIndex((item) => lineOf(item) >= line);
  if (first !== -1) items.length = first;
}
