import { DialGateway } from './dial-gateway';

/** What of a gateway decides how a number is dialled. */
export type NumberRules = Pick<DialGateway, 'stripPrefix' | 'addPrefix' | 'allowedPrefixes'>;

/**
 * What a gateway is to dial for an E.164 number such as `+442079460123`; null where it may not call there.
 * A prefix to strip may be given with or without the plus; with a prefix added the plus goes, unless the
 * prefix brings its own.
 */
export function dialled(rules: NumberRules, number: string): string | null {
  const { stripPrefix, addPrefix, allowedPrefixes } = rules;
  const allowed =
    !allowedPrefixes.length || allowedPrefixes.some((prefix) => number.startsWith(prefix));
  if (!allowed) return null;
  const stripped = stripPrefix ? strip(number, stripPrefix) : number;
  return addPrefix ? addPrefix + stripped.replace(/^\+/, '') : stripped;
}

function strip(number: string, prefix: string): string {
  const digits = prefix.replace(/^\+/, '');
  return number.startsWith(`+${digits}`) ? number.slice(digits.length + 1) : number;
}
