import { Dto, fieldsOf } from '@belltower/dto';
import { Queryable } from './database';

/** How the values of a column look in a file. */
export type ColumnKind =
  /** What somebody typed: it may look like a formula, and need quotes. */
  | 'text'
  /** A text of our own, such as a number in E.164 or a state: neither. */
  | 'word'
  | 'number'
  /** A moment: for people on the account's clocks, which the heading names; for programs in UTC. */
  | 'moment'
  /** A moment in UTC for everybody. */
  | 'utc'
  /** A record, as JSON. */
  | 'record';

/** A column of a list that can be had as a file. */
export interface ListingColumn {
  /** Property in JSON; null for what is only told to people. */
  name: string | null;
  heading: string;
  kind: ColumnKind;
}

/** A column whose values PostgreSQL writes. */
export interface SqlColumn extends ListingColumn {
  /** Expression of the value, of a type that goes with the kind. */
  sql: string;
  /** Expression of the text that people read instead, where the value is a record. */
  words?: string;
}

/** How rows become text: written by PostgreSQL, or here where their values are worked out here. */
export interface RowFormat {
  /** Whether people read it: with headings, and totals. */
  forPeople: boolean;
  /** Expression of a row's text, never null. */
  sql(columns: readonly SqlColumn[]): string;
  row(columns: readonly ListingColumn[], values: readonly unknown[]): string;
}

/** Some rows that follow each other, as text. */
export interface RowPiece {
  text: string;
  rows: number;
}

export interface RowCount {
  total: number;
  estimated: boolean;
}

/** A list, filtered as somebody asked for it, that can be had as a file. */
export interface Listing {
  /** Name of the file, without its ending. */
  name: string;
  /** On whose clocks moments are told. */
  timeZone: string;
  columns: readonly ListingColumn[];
  pieces(format: RowFormat): AsyncIterable<RowPiece>;
  /** How many rows it has, for as much as that may cost. */
  count(): Promise<RowCount>;
}

/** Columns of these properties of a view, in this order, called as they are on screen. */
export function columnsOf<T extends object>(
  view: Dto<T>,
  kinds: Readonly<Partial<Record<keyof T & string, ColumnKind>>>,
): ListingColumn[] {
  const specs = new Map(fieldsOf(view).map((spec) => [spec.name, spec]));
  return Object.entries(kinds).map(([name, kind]) => {
    const { label, unit } = specs.get(name)!;
    return { name, heading: unit ? `${label} (${unit})` : label, kind: kind as ColumnKind };
  });
}

/** Rows of one statement: enough to be fast, few enough to be forgotten soon. */
export const ROWS_AT_ONCE = 5_000;

/**
 * Rows in the order of ids. Each piece is a statement of its own, which holds no snapshot open while a slow reader
 * reads, and is on its way while the one before it is read.
 * @param batch the statement, with its values, of up to {@link ROWS_AT_ONCE} rows (`id`, `line`) behind an id
 */
export async function* piecesById(
  db: Queryable,
  batch: (after: number) => [statement: string, values: unknown[]],
): AsyncGenerator<RowPiece> {
  const read = async (after: number) => {
    const [statement, values] = batch(after);
    const [piece] = await db.query<[RowPiece & { last: number }]>(
      `select string_agg(line, '') as text, count(*)::int as rows, max(id) as last from (${statement}) as batch`,
      values,
    );
    return piece;
  };
  yield* following(await read(0), (piece) => read(piece.last));
}

/** A piece, and those behind it, each read while the one before it is made use of. */
export async function* following<P extends RowPiece>(
  first: P,
  next: (piece: P) => Promise<P>,
  most = ROWS_AT_ONCE,
): AsyncGenerator<P> {
  let piece = first;
  while (piece.rows === most) {
    const coming = next(piece);
    // Awaited below; without this a failure while the reader is slow would count as unhandled.
    coming.catch(() => undefined);
    yield piece;
    piece = await coming;
  }
  if (piece.rows) yield piece;
}

/** Pieces that are written at the same time, each by a connection of its own. */
const ABREAST = 2;

/**
 * A first piece, and those behind it, of which two are written at the same time: where each of them ends is found out
 * beforehand, which takes far less than writing its rows. No more are made than the reader has taken, but for those two.
 * @param first of the most rows that a piece may have where there are more, and with the key of its last
 * @param cut the key with which a piece ends that begins behind another; null where less than a whole piece is left
 * @param read the rows behind a key, up to and with another; null stands for the end
 */
export async function* abreast<K, P extends RowPiece>(
  first: P & { last: K | null },
  cut: (after: K) => Promise<K | null>,
  read: (after: K, until: K | null) => Promise<P>,
): AsyncGenerator<P> {
  const coming: Promise<P>[] = [];
  let last = first.last;
  const begin = async (after: K) => {
    const until = await cut(after);
    const piece = read(after, until);
    // Awaited below; without this a failure while the reader is slow would count as unhandled.
    piece.catch(() => undefined);
    coming.push(piece);
    last = until;
  };
  const fill = async () => {
    while (last !== null && coming.length < ABREAST) await begin(last);
  };
  for (let piece: P | undefined = first; piece; piece = await coming.shift()) {
    const filling = fill();
    filling.catch(() => undefined);
    if (piece.rows) yield piece;
    await filling;
  }
}
