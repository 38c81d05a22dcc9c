import { type CountryCode, parsePhoneNumberWithError, ParseError } from 'libphonenumber-js/min';

/** A number as it is stored, or why it is not one, in a sentence for the person who typed it. */
export type ReadNumber = { number: string } | { problem: string };

/**
 * Reads what a person or a file wrote as a phone number into E.164, in the numbering plan of `country` where
 * it has no international prefix. Emergency and short numbers are none that a campaign may call.
 */
export function readNumber(raw: string, country: string): ReadNumber {
  try {
    const parsed = parsePhoneNumberWithError(raw, { defaultCountry: country as CountryCode });
    if (!parsed.isPossible()) return { problem: 'This number is not possible' };
    if (!parsed.isValid()) return { problem: 'This number is not valid' };
    return { number: parsed.number };
  } catch (error) {
    // The parser throws for text that is no number, too short or too long, and says which.
    if (error instanceof ParseError) return { problem: `This is not a phone number` };
    throw error;
  }
}
