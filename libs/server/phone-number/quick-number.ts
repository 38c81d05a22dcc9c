import { Metadata } from 'libphonenumber-js/core';
import { type CountryCode, getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import plans from 'libphonenumber-js/max/metadata';

/** Digits with the punctuation that people put into them, one mark at a time; anything else takes the long way. */
const PLAIN = /^\+?\(?\d+(?:(?:\) ?| \(|[ .\-/])\d+)*$/;
const FEWEST_DIGITS = 7;

/** The part of libphonenumber-js' numbering plans that its types leave out. */
interface Plan {
  callingCode(): string;
  IDDPrefix(): string | undefined;
  nationalNumberPattern(): string;
  nationalPrefixForParsing(): string | undefined;
  leadingDigits(): string | undefined;
  type(name: string): { pattern(): string; possibleLengths(): number[] | undefined } | undefined;
}

/** A country's numbering plan, its patterns compiled once. */
interface Country {
  code: string;
  /** Whether these digits, as they are, are a whole national number and nothing else. */
  holds(national: string): boolean;
}

const TYPES = [
  ...['FIXED_LINE', 'MOBILE', 'PREMIUM_RATE', 'TOLL_FREE', 'SHARED_COST', 'VOIP'],
  ...['PERSONAL_NUMBER', 'PAGER', 'UAN', 'VOICEMAIL'],
];

const countries = new Map<string, Country | undefined>();

/**
 * The E.164 of a number that is plainly written and plainly valid in a country; undefined for everything else,
 * valid or not, which the parser has to look at. It says what the parser would say, which compiles its patterns
 * anew for each number: this takes a tenth of its time.
 */
export function quickNumber(text: string, country: string): string | undefined {
  if (!PLAIN.test(text)) return undefined;
  const plan = countryOf(country);
  if (!plan) return undefined;
  const digits = text.replace(/\D/g, '');
  if (digits.length < FEWEST_DIGITS) return undefined;
  if (text.startsWith('+')) {
    const national = digits.slice(plan.code.length);
    return digits.startsWith(plan.code) && plan.holds(national) ? `+${digits}` : undefined;
  }
  return plan.holds(digits) ? `+${plan.code}${digits}` : undefined;
}

function countryOf(country: string): Country | undefined {
  if (!countries.has(country)) countries.set(country, compiled(country));
  return countries.get(country);
}

function compiled(country: string): Country | undefined {
  const plan = planOf(country);
  if (!plan) return undefined;
  const general = whole(plan.nationalNumberPattern());
  // Digits that could be a prefix to the number, or belong to a neighbour of the same code, are not plain.
  const doubtful = [
    plan.nationalPrefixForParsing(),
    plan.IDDPrefix(),
    ...neighboursOf(country, plan.callingCode()).map((neighbour) => neighbour.leadingDigits()),
  ]
    .filter((pattern) => pattern)
    .map((pattern) => new RegExp(`^(?:${pattern})`));
  const types = TYPES.map((name) => plan.type(name))
    .filter((type) => type?.pattern())
    .map((type) => ({ lengths: type!.possibleLengths(), pattern: whole(type!.pattern()) }));
  const holds = (national: string) =>
    general.test(national) &&
    !doubtful.some((pattern) => pattern.test(national)) &&
    types.some(
      ({ lengths, pattern }) =>
        (!lengths || lengths.includes(national.length)) && pattern.test(national),
    );
  return { code: plan.callingCode(), holds };
}

function planOf(country: string): Plan | undefined {
  const known = getCountries().find((one) => one === country);
  if (!known) return undefined;
  const metadata = new Metadata(plans);
  metadata.selectNumberingPlan(known);
  return metadata.numberingPlan as unknown as Plan;
}

function neighboursOf(country: string, code: string): Plan[] {
  return getCountries()
    .filter((one: CountryCode) => one !== country && getCountryCallingCode(one) === code)
    .map((one) => planOf(one)!);
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}
