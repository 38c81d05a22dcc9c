import { readNumber } from '@belltower/contact';
import {
  ContactInput,
  Dto,
  fieldsOf,
  ImportDelimiter,
  ImportKind,
  SuppressionInput,
  VARIABLE_TARGET,
} from '@belltower/dto';

/** What the columns of a file can become. */
export interface Vocabulary {
  targets: ReadonlySet<string>;
  /** Fields by what files call them, as {@link normal} writes it. */
  aliases: ReadonlyMap<string, string>;
  /** Whether a named column that no field stands for becomes a variable, rather than being left out. */
  variables: boolean;
}

const CONTACTS = vocabularyOf(ContactInput, 'phonebookId', true);
const NUMBERS = vocabularyOf(SuppressionInput, 'listId', false);

/** What columns can become in an import of this kind. */
export function vocabularyFor(kind: ImportKind): Vocabulary {
  return kind === ImportKind.Contacts ? CONTACTS : NUMBERS;
}

/** The fields of a form but for the one that says where all rows go. */
function vocabularyOf(dto: Dto, place: string, variables: boolean): Vocabulary {
  const fields = fieldsOf(dto).filter(({ name }) => name !== place);
  const aliases = fields.flatMap(({ name, label, csv }) =>
    [name, label, ...(csv ?? [])].map((alias) => [normal(alias), name] as const),
  );
  return {
    targets: new Set(fields.map(({ name }) => name)),
    aliases: new Map(aliases),
    variables,
  };
}

/** The twelve columns of the original panel, in its order. */
const ORIGINAL_FORMAT = [
  'number',
  'lastName',
  'firstName',
  'email',
  'notes',
  'status',
  'address',
  'city',
  'state',
  'country',
  'unitNumber',
  'variables',
];

const LONGEST_VARIABLE = 64;

/** What the columns of a file are called and most likely mean. */
export interface GuessedColumns {
  header: boolean;
  originalFormat: boolean;
  targets: string[];
}

/** What guessing goes by. */
export interface GuessBasis {
  delimiter: ImportDelimiter;
  /** In which numbers without an international prefix belong. */
  country: string;
  kind: ImportKind;
  /** Only where it is known. */
  header?: boolean;
}

/** Guesses from the first rows of a file. */
export function guessColumns(rows: readonly string[][], basis: GuessBasis): GuessedColumns {
  const { delimiter, country, kind } = basis;
  const vocabulary = vocabularyFor(kind);
  const header = basis.header ?? hasHeader(rows, country, vocabulary);
  // Where columns have names, a row with more values than names is at fault, not the names.
  const width = header ? rows[0]!.length : Math.max(0, ...rows.map((row) => row.length));
  if (!header && kind === ImportKind.Contacts && isOriginalFormat(rows, delimiter)) {
    const targets = Array.from({ length: width }, (_, index) => ORIGINAL_FORMAT[index] ?? '');
    return { header, originalFormat: true, targets };
  }
  const targets = header
    ? targetsOfNames(rows[0]!, width, vocabulary)
    : targetsOfValues(rows, width, country, vocabulary);
  if (!targets.includes('number')) {
    const number = numberColumn(header ? rows.slice(1) : rows, width, country);
    if (number !== -1) targets[number] = 'number';
  }
  return { header, originalFormat: false, targets };
}

/** Lines of the original panel: twelve values, and often a separator after the last. */
export function isOriginalFormat(rows: readonly string[][], delimiter: ImportDelimiter): boolean {
  const fits = rows.filter(
    (row) =>
      (row.length === 12 || (row.length === 13 && row[12] === '')) &&
      /^[+\d]\d*$/.test(row[0]!.trim()),
  );
  return delimiter === ImportDelimiter.Pipe && rows.length > 0 && fits.length * 2 > rows.length;
}

/** A first row without a number or an address is one of names, if names we know or later rows say so. */
function hasHeader(
  [first, ...others]: readonly string[][],
  country: string,
  { aliases }: Vocabulary,
): boolean {
  if (!first || first.some((cell) => isNumber(cell, country) || cell.includes('@'))) return false;
  const known = first.some((cell) => aliases.has(normal(cell)));
  return known || others.some((row) => row.some((cell) => isNumber(cell, country)));
}

/** `First_Name`, `first name` and `FIRSTNAME:` are the same. */
function normal(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function targetsOfNames(
  names: readonly string[],
  width: number,
  { aliases, variables }: Vocabulary,
): string[] {
  const used = new Set<string>();
  return Array.from({ length: width }, (_, index) => {
    const name = names[index]?.trim() ?? '';
    const field = aliases.get(normal(name));
    const other = variables ? variableFor(name, used) : '';
    const target = field && !used.has(field) ? field : other;
    used.add(target);
    return target;
  });
}

/** A named column that no field stands for becomes a variable, so that nothing of the file is lost. */
function variableFor(name: string, used: ReadonlySet<string>): string {
  if (name === '') return '';
  for (let count = 1; ; count++) {
    const suffix = count === 1 ? '' : ` ${count}`;
    const target = VARIABLE_TARGET + name.slice(0, LONGEST_VARIABLE - suffix.length) + suffix;
    if (!used.has(target)) return target;
  }
}

function targetsOfValues(
  rows: readonly string[][],
  width: number,
  country: string,
  { targets }: Vocabulary,
): string[] {
  const number = numberColumn(rows, width, country);
  const guessed = Array.from({ length: width }, (_, index): string =>
    index === number ? 'number' : '',
  );
  const email = targets.has('email')
    ? bestColumn(rows, width, (cell) => /^\S+@\S+\.\S+$/.test(cell))
    : -1;
  if (email !== -1) guessed[email] = 'email';
  // What stands beside the numbers of a do-not-call list says why they do.
  if (targets.has('reason') && width === 2 && number !== -1) guessed[1 - number] = 'reason';
  return guessed;
}

function numberColumn(rows: readonly string[][], width: number, country: string): number {
  return bestColumn(rows, width, (cell) => isNumber(cell, country));
}

/** The column with most cells that fit; -1 where none has any. */
function bestColumn(
  rows: readonly string[][],
  width: number,
  fits: (cell: string) => boolean,
): number {
  const counts = Array.from(
    { length: width },
    (_, index) => rows.filter((row) => fits(row[index]?.trim() ?? '')).length,
  );
  const most = Math.max(0, ...counts);
  return most ? counts.indexOf(most) : -1;
}

function isNumber(cell: string, country: string): boolean {
  const text = cell.trim();
  if (!/\d{5}/.test(text.replace(/\D/g, '')) || /[A-Za-z]/.test(text)) return false;
  return !('problem' in readNumber(text, country));
}
