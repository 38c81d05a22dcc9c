/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r\n]/;
/** A phone number and a negative number begin like a formula and are none. */
const NUMBER = /^[+-][\d.]+$/;

/** Text that a spreadsheet shows instead of running: an apostrophe stands before what looks like a formula. */
export function neutral(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** One line of a CSV file (RFC 4180), with formulas neutralised; null and undefined are empty. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvValue).join(',')}\r\n`;
}

function csvValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = neutral(value instanceof Date ? value.toISOString() : String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The same for a text column of a statement whose lines PostgreSQL writes; always quoted, empty for null. Its first
 * character is looked at before the costlier pattern.
 */
export function csvValueSql(text: string): string {
  const isFormula = `strpos(E'=+-@\\t\\r\\n', left(${text}, 1)) > 0 and ${text} <> ''
    and ${text} !~ '^[+-][0-9.]+$'`;
  const guarded = `case when ${isFormula} then '''' || ${text} else ${text} end`;
  return `coalesce('"' || replace(${guarded}, '"', '""') || '"', '')`;
}

/** The same of an expression that costs something, and stands in it once only; null stays null. */
export function csvOnceSql(text: string): string {
  const begins = `E'^(?=[=+\\\\-@\\t\\r\\n])(?![+-][0-9.]+$)'`;
  return `'"' || replace(regexp_replace(${text}, ${begins}, ''''), '"', '""') || '"'`;
}
