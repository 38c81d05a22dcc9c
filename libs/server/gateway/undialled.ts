import { NumberRules } from './dialled';

/**
 * What a number may be in E.164 that a gateway shows as who wrote, likeliest first: as it is, or with what was done to it
 * when it was dialled undone.
 */
export function undialled(
  { stripPrefix, addPrefix }: Omit<NumberRules, 'allowedPrefixes'>,
  shown: string,
): string[] {
  const digits = shown.replace(/^\+/, '');
  const added = addPrefix?.replace(/^\+/, '') ?? '';
  const rest = digits.startsWith(added) ? digits.slice(added.length) : digits;
  const stripped = stripPrefix?.replace(/^\+/, '') ?? '';
  return [...new Set([shown, `+${digits}`, `+${rest}`, `+${stripped}${rest}`])].filter(isNumber);
}

const isNumber = (text: string) => /^\+[1-9]\d{6,14}$/.test(text);
