/** How a number-part search narrows a column of E.164 numbers. */
export type NumberPart =
  /** The whole number, with its `+`. */
  | { equals: string }
  | { contains: string }
  /** Digits that the number begins with, with its `+`. */
  | { startsWith: string }
  | { endsWith: string }
  /** There is nothing to search by, so that nothing matches. */
  | { nothing: true };

/** A trigram index needs three digits; with fewer it would read everything. */
const FEWEST_FOR_CONTAINS = 3;

/**
 * Reads what a person typed or pasted to find numbers: any part of them, with or without `+`, spaces and
 * brackets. `+34…` is how they begin, `*555` how they end, `=+34…` all of it; one or two digits are how they begin too,
 * after the `+`. Zeros in front are left out, as they are dialled within a country but not stored.
 */
export function readNumberPart(text: string): NumberPart {
  const typed = text.normalize('NFKC').trim();
  const digits = typed.replace(/\D/g, '');
  if (digits === '') return { nothing: true };
  if (typed.startsWith('=')) return { equals: `+${digits}` };
  if (typed.startsWith('+')) return { startsWith: `+${digits}` };
  if (typed.startsWith('*') && digits.length >= FEWEST_FOR_CONTAINS) return { endsWith: digits };
  const significant = digits.replace(/^0+/, '');
  if (significant.length >= FEWEST_FOR_CONTAINS) return { contains: significant };
  if (digits.length >= FEWEST_FOR_CONTAINS) return { contains: digits };
  return { startsWith: `+${significant || digits}` };
}
