import { NO_COUNTRY } from '@belltower/dto';

let names: Intl.DisplayNames | undefined;

/** The English name of a country of two letters; whatever else it is given, it gives back. */
export function countryName(country: string): string {
  if (country === NO_COUNTRY) return 'No country';
  if (!/^[A-Z]{2}$/.test(country)) return country;
  names ??= new Intl.DisplayNames(['en'], { type: 'region' });
  return names.of(country) ?? country;
}
