import { LoadedContact } from '@belltower/contact';
import { ImportDuplicates } from '@belltower/dto';
import { FileRow } from './file-rows';
import { CellProblem, RowReader } from './row-reader';

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

/** Some rows of the file whose outcome is written together. Every number stands in it once. */
export class Batch {
  readonly contacts: LoadedContact[] = [];
  /** Line of each contact, in the order of {@link contacts}. */
  readonly lines: number[] = [];
  readonly rejects: Reject[] = [];
  /** Lines that repeat a number of this batch. */
  readonly repeats: number[] = [];
  /** Records of the file that it took, the blank ones and the heading too. */
  records = 0;
  /** How far into the file it reaches. */
  bytesRead = 0;
  stop?: Stop;
  private readonly byNumber = new Map<string, LoadedContact>();

  constructor(
    private readonly reader: RowReader,
    private readonly duplicates: ImportDuplicates,
  ) {}

  /** Rows that say something: all but blank ones. */
  get rows(): number {
    return this.contacts.length + this.rejects.length + this.repeats.length;
  }

  /** Does nothing once the batch has a reason to stop. */
  add(row: FileRow): void {
    if (this.stop) return;
    this.records++;
    if (!Array.isArray(row.cells)) return this.reject(row, [{ column: null, ...row.cells }]);
    const read = this.reader.read(row.cells);
    if (read === undefined) return;
    if (Array.isArray(read)) return this.reject(row, read);
    const known = this.byNumber.get(read.number);
    if (known) return this.repeat(row, known, read);
    this.byNumber.set(read.number, read);
    this.contacts.push(read);
    this.lines.push(row.line);
  }

  /** Forgets the rows from the contact at `place` on, as the import ends before it. */
  cutAt(place: number, reason: string): void {
    const line = this.lines[place]!;
    this.stop = { line, reason };
    this.contacts.length = this.lines.length = place;
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

  private repeat({ line }: FileRow, known: LoadedContact, later: LoadedContact): void {
    if (this.duplicates === ImportDuplicates.Fail) {
      this.stop ??= { line, reason: `${later.number} stands in the file twice` };
      return;
    }
    this.repeats.push(line);
    if (this.duplicates === ImportDuplicates.Update) merge(known, later);
  }
}

/** The later row of a number changes what the earlier one said, as an update changes a contact. */
function merge(known: LoadedContact, later: LoadedContact): void {
  const variables = later.variables ? { ...known.variables, ...later.variables } : known.variables;
  const said = Object.entries(later).filter(([, value]) => value !== null);
  Object.assign(known, Object.fromEntries(said), { variables });
}

function keepBefore<T>(line: number, items: T[], lineOf: (item: T) => number): void {
  const first = items.findIndex((item) => lineOf(item) >= line);
  if (first !== -1) items.length = first;
}
