import { ExportFormat } from '@belltower/dto';
import pg from 'pg';
import { csvLine, csvOnceSql, csvValueSql } from './csv';
import { ColumnKind, ListingColumn, RowFormat, SqlColumn } from './listing';
import { sheetCell, sheetCellSql } from './sheet-cells';

/** Writes rows in a format, moments as the clocks of this zone show them. */
export function rowFormat(format: ExportFormat, timeZone: string): RowFormat {
  return FORMATS[format](timeZone);
}

const FORMATS: Readonly<Record<ExportFormat, (timeZone: string) => RowFormat>> = {
  [ExportFormat.Csv]: (timeZone) => ({
    forPeople: true,
    sql: (columns) =>
      lineSql(
        `${columns.map(() => '%s').join(',')}\r\n`,
        columns.map((column) => csvSql(column, timeZone)),
      ),
    row: (columns, values) =>
      csvLine(columns.map(({ kind }, at) => plain(kind, values[at], timeZone))),
  }),
  [ExportFormat.JsonLines]: () => ({
    forPeople: false,
    sql: (columns) => jsonSql(columns, '\n'),
    row: (columns, values) => `${JSON.stringify(recordOf(columns, values))}\n`,
  }),
  [ExportFormat.Xlsx]: (timeZone) => ({
    forPeople: true,
    sql: (columns) =>
      `concat('<row>', ${columns
        .map(toRead)
        .map(({ kind, sql }) => sheetCellSql(kind, localSql(kind, sql, timeZone)))
        .join(', ')}, '</row>')`,
    row: (columns, values) =>
      `<row>${columns.map(({ kind }, at) => sheetCell(kind, plain(kind, values[at], timeZone))).join('')}</row>`,
  }),
};

/** What people read of a column: words where it has them. */
function toRead(column: SqlColumn): SqlColumn {
  return column.words ? { ...column, kind: 'text', sql: column.words } : column;
}

/** The expression of a JSON object, followed by what is to stand behind it. */
export function jsonSql(columns: readonly SqlColumn[], end: string): string {
  const members = columns.filter(({ name }) => name !== null);
  return lineSql(
    `{${members.map(({ name }) => `"${name}":%s`).join(',')}}${end}`,
    members.map(({ kind, sql }) => JSON_SQL[kind](sql)),
  );
}

/**
 * A line with these values in the place of each `%s`, nothing for null. All of them are texts already: `format` looks up
 * how to write a value whenever its type is another than that of the one before it.
 */
function lineSql(line: string, values: readonly string[]): string {
  return `format(${pg.escapeLiteral(line)}, ${values.join(', ')})`;
}

const csvSql = ({ kind, sql, words }: SqlColumn, timeZone: string): string => {
  if (words) return csvOnceSql(words);
  if (kind === 'text') return csvValueSql(sql);
  if (kind === 'record') return csvOnceSql(`nullif(${sql}::text, '{}')`);
  const text = `(${localSql(kind, sql, timeZone)})::text`;
  // A moment to the second.
  return kind === 'moment' ? `left(${text}, 19)` : text;
};

/**
 * What a clock shows; everything else is left as it is. Here and below, `to_char` and `date_trunc` read their words
 * anew for every row, and would take longer than all other columns together.
 */
function localSql(kind: ColumnKind, sql: string, timeZone: string): string {
  if (kind === 'moment') return `${sql} at time zone ${pg.escapeLiteral(timeZone)}`;
  // RFC 3339.
  return kind === 'utc' ? `replace((${sql} at time zone 'UTC')::text, ' ', 'T') || 'Z'` : sql;
}

/**
 * As the API sends it: to the millisecond, which a cast rounds and half of one less cuts off, and whose digits a
 * microsecond on top keeps from being left out.
 */
const isoSql = (sql: string) =>
  `replace(left((((${sql} at time zone 'UTC') - interval '500 microseconds')::timestamp(3)
     + interval '1 microsecond')::text, 23), ' ', 'T')`;

const JSON_SQL: Readonly<Record<ColumnKind, (sql: string) => string>> = {
  text: (sql) => `coalesce(to_json(${sql})::text, 'null')`,
  word: (sql) => `coalesce('"' || (${sql}) || '"', 'null')`,
  number: (sql) => `coalesce((${sql})::text, 'null')`,
  moment: (sql) => `coalesce('"' || ${isoSql(sql)} || 'Z"', 'null')`,
  utc: (sql) => `coalesce('"' || ${isoSql(sql)} || 'Z"', 'null')`,
  record: (sql) => `coalesce((${sql})::text, 'null')`,
};

function recordOf(columns: readonly ListingColumn[], values: readonly unknown[]): object {
  return Object.fromEntries(
    columns.flatMap(({ name }, at) => (name === null ? [] : [[name, values[at] ?? null]])),
  );
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A value as text or number; a moment as the clocks show it. */
function plain(kind: ColumnKind, value: unknown, timeZone: string): unknown {
  if (value === null || value === undefined) return null;
  if (kind === 'record') return JSON.stringify(value);
  if (kind !== 'moment') return value;
  // Sweden writes dates as ISO 8601 does.
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  clocks.set(timeZone, clock);
  return clock.format(new Date(value as string | Date));
}
