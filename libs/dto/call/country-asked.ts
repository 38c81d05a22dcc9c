/** Asks for calls to numbers that belong to no country, as of satellites. */
export const NO_COUNTRY = 'none';

export const COUNTRY_ASKED = /^([A-Z]{2}|none)$/;
export const COUNTRY_HINT = `Of the number called; ${NO_COUNTRY}: numbers that belong to no country`;
export const COUNTRY_MESSAGE = `$property must be a two-letter country code such as ES, or ${NO_COUNTRY}`;
