import { ColumnKind } from './listing';

/** Longest text of a cell, in characters: spreadsheets take no more. */
const MOST_TEXT = 32_767;
/** What XML 1.0 cannot carry, and the half of a line end that it would change. */
const NO_XML = /[\0-\x08\x0b-\x1f\ufffe\uffff]|\p{Surrogate}/gu;
const NO_XML_SQL = String.raw`E'\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\uFFFE\uFFFF'`;

/** Days from the beginning of spreadsheet time to that of Unix, both on the same clock. */
const UNIX_EPOCH_DAY = 25_569;
const DAY_SECONDS = 86_400;

/** Number of the style in which moments are shown; see {@link STYLES}. */
const MOMENT_STYLE = 1;

/** The cell of a value (SpreadsheetML, ECMA-376 part 1, 18.3.1.4). A text is never a formula, whatever it begins with. */
export function sheetCell(kind: ColumnKind, value: unknown): string {
  if (value === null) return '<c/>';
  if (kind === 'number') return `<c><v>${String(value)}</v></c>`;
  if (kind === 'moment') {
    const days = Date.parse(`${String(value).replace(' ', 'T')}Z`) / 1_000 / DAY_SECONDS;
    return `<c s="${MOMENT_STYLE}"><v>${days + UNIX_EPOCH_DAY}</v></c>`;
  }
  return textCell(String(value));
}

/** A cell of text. */
export function textCell(text: string, style = 0): string {
  const kept = xmlText(text.slice(0, MOST_TEXT));
  return `<c t="inlineStr"${style ? ` s="${style}"` : ''}><is><t xml:space="preserve">${kept}</t></is></c>`;
}

/** The same as the expression of PostgreSQL; moments are given as a timestamp of the zone's clocks. */
export function sheetCellSql(kind: ColumnKind, sql: string): string {
  const within = (before: string, value: string, after: string) =>
    `coalesce('${before}' || ${value} || '${after}', '<c/>')`;
  if (kind === 'number') return within('<c><v>', `(${sql})`, '</v></c>');
  if (kind === 'moment') {
    const days = `(floor(date_part('epoch', ${sql})) / ${DAY_SECONDS} + ${UNIX_EPOCH_DAY})`;
    return within(`<c s="${MOMENT_STYLE}"><v>`, days, '</v></c>');
  }
  const isOwn = kind === 'word' || kind === 'utc';
  const text = kind === 'record' ? `nullif(${sql}::text, '{}')` : sql;
  const kept = isOwn ? `(${text})` : xmlTextSql(`left(${text}, ${MOST_TEXT})`);
  return within('<c t="inlineStr"><is><t xml:space="preserve">', kept, '</t></is></c>');
}

/** Text as it stands between the tags of XML; what XML cannot carry is left out. */
export function xmlText(text: string): string {
  return text
    .replace(NO_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Nearly every text needs nothing of it, which one look tells. */
const xmlTextSql = (sql: string) =>
  String.raw`case when ${sql} ~ '[\x01-\x1f&<>\ufffe\uffff]' then ${cleanedSql(sql)} else ${sql} end`;

const cleanedSql = (sql: string) =>
  `replace(replace(replace(translate(${sql}, ${NO_XML_SQL}, ''), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`;
