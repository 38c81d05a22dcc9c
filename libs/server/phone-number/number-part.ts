/** How a number-part search narrows a column of E.164 numbers. */
export type NumberPart =
  /** The whole number, with its `+`. */
  | { equals: string }
  | { contains: string }
  /** Digits that the number begins with, with its `+`. */
  | { startsWith: string }
  | { endsWith: string }
  /** There is nothing to search by, so that nothing matches. */
  | { nothing: true };

/** A trigram index needs three digits; with fewer it would read everything. */
const FEWEST_FOR_CONTAINS = 3;

/**
 * Reads what a person typed or pasted to find numbers: any part of them, with or without `+`, spaces and
 * brackets. `+34…` is how they begin, `*555` how they end, `=+34…` all of it; one or two digits are how they begin too,
 * after the `+`. Zeros in front are left out, as they are dialled within a country but not stored.
 */
export function readNumberPart(text: string): NumberPart {
  const typed = text.normalize('NFKC').trim();
  const digits = typed.replace(/\D/g, '');
  if (digits === '') return { nothing: true };
  if (typed.startsWith('=')) return { equals: `+${digits}` };
  if (typed.startsWith('+')) return { startsWith: `+${digits}` };
  if (typed.startsWith('*') && digits.length >= FEWEST_FOR_CONTAINS) return { endsWith: digits };
  const significant = digits.replace(/^0+/, '');
  if (significant.length >= FEWEST_FOR_CONTAINS) return { contains: significant };
  if (digits.length >= FEWEST_FOR_CONTAINS) return { contains: digits };
  return { startsWith: `+${significant || digits}` };
}

/**
 * Digits of a part that are looked up in a trigram index, its last ones; all of it is compared afterwards. Numbers differ
 * most at their end, and trigrams that nearly every number has, as those of a common exchange or country, would cost
 * PostgreSQL far more than they narrow.
 */
const LOOKED_UP = 5;

/**
 * The condition that a column of E.164 numbers, in the collation C, holds what a person typed ({@link readNumberPart}).
 * @param add puts a value among the statement's parameters, and answers how the statement names it
 */
export function numberPartSql(
  column: string,
  text: string,
  add: (value: string) => string,
): string {
  const part = readNumberPart(text);
  if ('nothing' in part) return 'false';
  if ('equals' in part) return `${column} = ${add(part.equals)}`;
  if ('startsWith' in part) {
    const { startsWith: start } = part;
    // As a range, which an index serves whatever the plan. In the column's collation a colon follows the digits.
    return `${column} >= ${add(start)} and ${column} < ${add(`${start}:`)}`;
  }
  if ('endsWith' in part) {
    const { endsWith: end } = part;
    const like = `${column} like ${add(`%${end.slice(-LOOKED_UP)}`)}`;
    return end.length > LOOKED_UP
      ? `${like} and right(${column}, ${end.length}) = ${add(end)}`
      : like;
  }
  const { contains } = part;
  const like = `${column} like ${add(`%${contains.slice(-LOOKED_UP)}%`)}`;
  return contains.length > LOOKED_UP ? `${like} and strpos(${column}, ${add(contains)}) > 0` : like;
}

/** A statement that is being put together, with values by name. */
interface Narrowed {
  andWhere(condition: string, values: Record<string, string>): unknown;
}

/** Keeps the rows whose number holds what a person typed, as {@link numberPartSql}. */
export function filterNumber(rows: Narrowed, column: string, text: string): void {
  const values: Record<string, string> = {};
  const add = (value: string) => {
    const name = `numberPart${Object.keys(values).length}`;
    values[name] = value;
    return `:${name}`;
  };
  rows.andWhere(numberPartSql(column, text, add), values);
}
