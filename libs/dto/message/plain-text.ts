/** Characters of typography that GSM 7-bit does not have, with what people type for them. */
const PLAIN: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '′': "'",
  '´': "'",
  '`': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '«': '"',
  '»': '"',
  '″': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '•': '-',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\t': ' ',
  '\u200b': '',
  '\ufeff': '',
  '\u00ad': '',
};

const TYPOGRAPHY = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');

/**
 * A text with its typographic quotes, dashes and spaces as people type them, for which most messages need no Unicode.
 * Letters and emoji stay: who leaves an accent out writes another word.
 */
export const plainText = (text: string) => text.replace(TYPOGRAPHY, (found) => PLAIN[found]!);
