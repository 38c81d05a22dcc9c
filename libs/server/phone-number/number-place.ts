import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { callingCodeOf, mainCountryOf } from './calling-code';
import { timeZonesOfArea } from './north-american-areas';
import { timeZonesOfCountry } from './time-zone-guess';

/** What somebody wrote down about where a person is; null or undefined where nothing. */
export interface Whereabouts {
  /** Two letters of ISO 3166-1. */
  country?: string | null;
  timeZone?: string | null;
}

/** Where a number may be, as far as is known. */
export interface Place {
  /** Possible time zones: one is certain enough to use, several are all that is known, none means unknown. */
  zones: readonly string[];
  /** Countries whose rules for calls apply: the number's, and the person's where that is another one. */
  countries: readonly string[];
}

/**
 * How much of a number, with its `+`, says where it is, by how it begins; the first that fits counts. Countries
 * of North America share +1 by area; some islands have a part of another country's numbers.
 */
const HEADS: readonly (readonly [beginning: string, length: number])[] = [
  ['+1', 5],
  ['+262', 7],
  ['+618916', 8],
];
const OTHER_HEAD = 4;

/** Parts of shared numbering plans that belong to another country than most of the plan. */
const PARTS: readonly (readonly [beginning: RegExp, country: string])[] = [
  [/^\+7(?:7|33)/, 'KZ'],
  [/^\+262(?:269|63)/, 'YT'],
  [/^\+6189162/, 'CC'],
  [/^\+6189164/, 'CX'],
];

const byHead = new Map<string, string | undefined>();

/** The beginning of an E.164 number that decides where it is; few numbers of a country differ in it. */
export function numberHead(number: string): string {
  const length = HEADS.find(([beginning]) => number.startsWith(beginning))?.[1] ?? OTHER_HEAD;
  return number.slice(0, length);
}

/** {@link numberHead} as a SQL expression. */
export function numberHeadSql(number: string): string {
  const cases = HEADS.map(
    ([beginning, length]) => `when starts_with(${number}, '${beginning}') then ${length}`,
  );
  return `left(${number}, case ${cases.join(' ')} else ${OTHER_HEAD} end)`;
}

/**
 * Where a number may be. A time zone that was set counts alone; else the country that was set, with all of its zones;
 * else, or where that is the number's own country, what the number tells. It, or its {@link numberHead}, is in E.164.
 */
export function placeOf(number: string, { country, timeZone }: Whereabouts): Place {
  const head = numberHead(number);
  const own = countryOfHead(head);
  const countries = [...new Set([own, country].filter((one) => one !== undefined && one !== null))];
  if (timeZone) return { zones: [timeZone], countries };
  const where = country ?? own;
  if (!where) return { zones: [], countries };
  const area = where === own && head.startsWith('+1') ? timeZonesOfArea(head.slice(2)) : undefined;
  return { zones: area ?? timeZonesOfCountry(where), countries };
}

/** The time zones in which a number may be while nobody has set one. */
export function timeZonesOf(number: string, country: string | null | undefined): readonly string[] {
  return placeOf(number, { country }).zones;
}

/** The country whose numbering plan a number in E.164 belongs to; undefined where none has it, as of satellites. */
export function countryOfNumber(number: string): string | undefined {
  return countryOfHead(numberHead(number));
}

function countryOfHead(head: string): string | undefined {
  if (!byHead.has(head)) byHead.set(head, findCountry(head));
  return byHead.get(head);
}

function findCountry(head: string): string | undefined {
  const part = PARTS.find(([beginning]) => beginning.test(head));
  if (part) return part[1];
  const code = callingCodeOf(head.slice(1));
  if (code === undefined) return undefined;
  // Any number of the area tells its country: 234 5678 is valid in all of them.
  const example = code === '1' ? parsePhoneNumberFromString(`${head}2345678`)?.country : undefined;
  return example ?? mainCountryOf(code);
}
