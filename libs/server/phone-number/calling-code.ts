import { type CountryCode, getCountries, getCountryCallingCode } from 'libphonenumber-js/max';

/** Of the codes that countries share, the country that most of their numbers belong to. */
const MAIN_OF_SHARED: Readonly<Record<string, CountryCode>> = {
  1: 'US',
  7: 'RU',
  39: 'IT',
  44: 'GB',
  47: 'NO',
  61: 'AU',
  212: 'MA',
  262: 'RE',
  290: 'SH',
  358: 'FI',
  590: 'GP',
  599: 'CW',
};

const countriesByCode = new Map<string, CountryCode[]>();
for (const country of getCountries()) {
  const code = getCountryCallingCode(country);
  countriesByCode.set(code, [...(countriesByCode.get(code) ?? []), country]);
}

/** The country that a number with this code mostly belongs to. */
export function mainCountryOf(callingCode: string): CountryCode | undefined {
  const countries = countriesByCode.get(callingCode);
  return countries?.length === 1 ? countries[0] : MAIN_OF_SHARED[callingCode];
}

/** The calling code that these digits, a number with its country code, begin with; undefined where no country has it. */
export function callingCodeOf(digits: string): string | undefined {
  return [1, 2, 3]
    .map((length) => digits.slice(0, length))
    .find((code) => countriesByCode.has(code));
}

/** The calling code with its `+` of a country that shares it with none; null for the others and for unknown ones. */
export function ownCallingCode(country: string): string | null {
  const known = getCountries().find((one) => one === country);
  if (!known) return null;
  const code = getCountryCallingCode(known);
  return countriesByCode.get(code)?.length === 1 ? `+${code}` : null;
}
