import { ProviderId } from './messaging';

/** How a provider writes a number that is an id: not at all, in base 16, or in base 10. */
export type IdBase = 'text' | 'hex' | 'decimal';

const DIGITS = { hex: /^(0x)?[0-9a-f]{1,64}$/i, decimal: /^\d{1,80}$/ } as const;

/**
 * An id with what it is matched by. Where an answer has it in one base and receipts in another, its key is the number;
 * an id that is no number of that base is its own key, as is every id of a provider that writes both alike.
 */
export function providerId(raw: string, base: IdBase = 'text'): ProviderId {
  // Fixed fields are filled up with blanks or NULs.
  const written = raw.replace(/^[\s\0]+|[\s\0]+$/g, '');
  if (base === 'text' || !DIGITS[base].test(written)) return { raw, key: written };
  const number = BigInt(base === 'hex' ? `0x${written.replace(/^0x/i, '')}` : written);
  return { raw, key: number.toString() };
}
