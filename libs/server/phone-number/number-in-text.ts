import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What people write between digits. A comma, semicolon, bar or tab begins another value of a file. */
const BETWEEN = '[ \u00A0()./-]*';

/**
 * A regular expression, as PostgreSQL and JavaScript alike read it, for a number (E.164) in whatever people or files have
 * written: with or without its country code or a zero in front, with blanks, brackets, dots, slashes or dashes between
 * its digits. A longer number that it is a part of does not match. Before the number is the first group, behind it the last.
 */
export function numberInText(number: string): string {
  const parsed = parsePhoneNumberFromString(number);
  const national = parsed?.nationalNumber ?? number.slice(1);
  const code = parsed ? spaced(parsed.countryCallingCode) : '';
  const abroad = `(?:\\+|00|011)?${BETWEEN}${code}${BETWEEN}(?:0${BETWEEN})?`;
  return `(^|[^0-9])(?:${abroad}|0${BETWEEN})?${spaced(national)}($|[^0-9])`;
}

const spaced = (digits: string): string => [...digits].join(BETWEEN);

/** Puts a word in the place of a number in every text of a value of JSON; numbers of JSON and keys stay. */
export function withoutNumber<T>(value: T, pattern: string, word: string): T {
  if (typeof value === 'string') return value.replace(new RegExp(pattern, 'g'), `$1${word}$2`) as T;
  if (Array.isArray(value)) return value.map((one) => withoutNumber(one, pattern, word)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withoutNumber(one, pattern, word)]),
  ) as T;
}
