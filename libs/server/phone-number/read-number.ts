import {
  isSupportedCountry,
  ParseError,
  parsePhoneNumberFromString,
  parsePhoneNumberWithError,
  PhoneNumber,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';
import { mainCountryOf } from './calling-code';
import { quickNumber } from './quick-number';

/** A number as it is stored (E.164), or why it is not one, in a sentence for the person who typed it. */
export type ReadNumber = { number: string } | { problem: string };

/** Longer text is no number, however it is punctuated. */
const LONGEST = 64;
/** Directional marks, zero-width and soft hyphens that come along when a number is copied from a page or phone. */
const INVISIBLE = /\p{Cf}/gu;
/** What spreadsheets put around a number so that it stays text: `=+44…`, `="44…"`, `'44…`, `"44…"`. */
const SPREADSHEET_WRAPPING = /^(?:'|=)*"?\s*'?([^"]*)"?$/;
/** What a spreadsheet makes of a long number: `3.46123E+10`. The digits are lost. */
const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?E[+-]?\d+$/i;
const EMERGENCY = new Set([
  ...['000', '100', '101', '102', '103', '104', '108', '110', '111', '112', '113', '114'],
  ...['115', '116', '117', '118', '119', '120', '122', '128', '133', '144', '155', '158'],
  ...['190', '191', '192', '193', '194', '197', '198', '199', '911', '933', '988', '995'],
  ...['997', '998', '999'],
]);
/** Help lines that Europe has in common: valid as ordinary numbers in a few countries. */
const SHORT = /^(?:\d{1,3}|116\d{3})$/;

/**
 * Reads what a person or a file wrote as a phone number into E.164, in the numbering plan of `country` where
 * it has no international prefix. A number that makes no sense there but is whole with its country code, as
 * `442079460861` for an account in the US, is taken for that. Emergency, short and spreadsheet-mangled numbers
 * and extensions are refused, each with its reason.
 */
export function readNumber(raw: string, country: string): ReadNumber {
  const quick = quickNumber(raw, country);
  return quick === undefined ? parseNumber(raw, country) : { number: quick };
}

/** A number in E.164 as people write it for other countries, for example `+1 202 555 0101`. */
export function internationalOf(number: string): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}

/** The same by the parser alone, which {@link quickNumber} must never contradict. */
export function parseNumber(raw: string, country: string): ReadNumber {
  if (raw.length > LONGEST) return { problem: 'This is too long for a phone number' };
  const text = unwrapped(raw);
  if (text === '') return { problem: 'There is no number' };
  if (SCIENTIFIC.test(text)) {
    const problem = `A spreadsheet has shortened this number to ${text}: format the column as text`;
    return { problem };
  }
  const asWritten = parse(text, country);
  if (isNumber(asWritten))
    return refuseUndiallable(asWritten, text) ?? { number: asWritten.number };
  const abroad = withCountryCode(text);
  const elsewhere = abroad === null ? null : parse(abroad, country);
  if (isNumber(elsewhere))
    return refuseUndiallable(elsewhere, text) ?? { number: elsewhere.number };
  return { problem: reasonFor(text, asWritten, country) };
}

function unwrapped(raw: string): string {
  const text = raw.replace(INVISIBLE, '').normalize('NFKC').trim().replace(/^tel:/i, '');
  return (SPREADSHEET_WRAPPING.exec(text)?.[1] ?? text).trim();
}

/** The number, or the parser's name for what is wrong with it. */
function parse(text: string, country: string): PhoneNumber | string {
  try {
    const defaultCountry = isSupportedCountry(country) ? country : undefined;
    return parsePhoneNumberWithError(text, { defaultCountry, extract: false });
  } catch (error) {
    // The parser throws for whatever is no number, and says why only by the error's message.
    if (error instanceof ParseError) return error.message;
    throw error;
  }
}

function isNumber(parsed: PhoneNumber | string | null): parsed is PhoneNumber {
  return parsed !== null && typeof parsed !== 'string' && parsed.isValid();
}

/** Files often leave out the `+`, or write the `00` that other countries dial for it. */
function withCountryCode(text: string): string | null {
  const digits = text.replace(/[\s().\-/]/g, '');
  if (/^00[1-9]\d{6,}$/.test(digits)) return `+${digits.slice(2)}`;
  return /^[1-9]\d{10,14}$/.test(digits) ? `+${digits}` : null;
}

function refuseUndiallable(parsed: PhoneNumber, text: string): { problem: string } | null {
  if (parsed.ext) {
    return {
      problem: `Extensions cannot be called: leave out “${parsed.ext}” or use a direct number`,
    };
  }
  return SHORT.test(text.replace(/\D/g, '')) ? { problem: shortNumber(text) } : null;
}

function reasonFor(text: string, parsed: PhoneNumber | string, country: string): string {
  const national = typeof parsed === 'string' ? text.replace(/\D/g, '') : parsed.nationalNumber;
  const isShort = SHORT.test(text.replace(/\D/g, '')) && !text.startsWith('+');
  if ((isShort || EMERGENCY.has(national)) && /^[+\d\s().-]+$/.test(text)) {
    return shortNumber(national || text);
  }
  if (parsed === 'INVALID_COUNTRY') {
    return text.startsWith('+')
      ? 'No country has this code: check the digits after the +'
      : 'This number needs its country code, such as +34';
  }
  if (parsed === 'NOT_A_NUMBER') return `“${shortened(text)}” is not a phone number`;
  const where = placeOf(parsed, country);
  const length =
    parsed === 'TOO_SHORT' || parsed === 'TOO_LONG' ? parsed : lengthProblem(text, country);
  if (length === 'TOO_SHORT') return `This number is not valid in ${where}: too short`;
  if (length === 'TOO_LONG') return `This number is not valid in ${where}: too long`;
  if (length === 'INVALID_LENGTH') {
    return `This number is not valid in ${where}: it has a digit too many or too few`;
  }
  return `This number is not valid in ${where}: no number there begins like this`;
}

function lengthProblem(text: string, country: string): string | undefined {
  const defaultCountry = isSupportedCountry(country) ? country : undefined;
  return validatePhoneNumberLength(text, { defaultCountry });
}

function shortNumber(text: string): string {
  const digits = text.replace(/\D/g, '');
  return EMERGENCY.has(digits)
    ? `${digits} is an emergency or service number, which must not be called by a campaign`
    : 'This is a short number, which must not be called by a campaign';
}

function placeOf(parsed: PhoneNumber | string, country: string): string {
  if (typeof parsed === 'string') return countryName(country);
  const { country: own, countryCallingCode } = parsed;
  const main = own ?? mainCountryOf(countryCallingCode);
  return main ? countryName(main) : `countries with +${countryCallingCode}`;
}

const names = new Intl.DisplayNames(['en'], { type: 'region' });

function countryName(country: string): string {
  try {
    const name = names.of(country) ?? country;
    return /^United|^Netherlands|^Philippines|^Bahamas|Islands$/.test(name) ? `the ${name}` : name;
  } catch {
    // `of` throws for what is no region code at all.
    return country;
  }
}

function shortened(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
