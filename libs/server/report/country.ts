import { NO_COUNTRY } from '@belltower/dto';

const names = new Intl.DisplayNames(['en'], { type: 'region' });

/** A country as the tables keep it: '' is none. */
export const storedCountry = (country: string) => (country === NO_COUNTRY ? '' : country);

/** As a request asks for the calls of a country that the tables keep. */
export const askedCountry = (stored: string) => stored || NO_COUNTRY;

/** The English name of a country that the tables keep. */
export const countryName = (stored: string) =>
  stored ? (names.of(stored) ?? stored) : 'No country';
