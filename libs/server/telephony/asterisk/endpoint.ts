/** Where the number goes in an endpoint of the settings. */
const PLACE = '{number}';
const NUMBER = /^\+?[0-9*#]{1,32}$/;
const MOST_NAME = 80;

/**
 * The endpoint to dial for a number, such as `PJSIP/12025550123@trunk`. Null for a number with anything in it that is
 * no part of a number: it could name another trunk, or several numbers at once.
 */
export function endpointFor(template: string, number: string, plus: boolean): string | null {
  if (!NUMBER.test(number)) return null;
  return template.replace(PLACE, () => (plus ? number : number.replace(/^\+/, '')));
}

/** Technology and name of what calls go out over, as ARI asks for its state; null where the template hides it. */
export function trunkOf(template: string): { technology: string; name: string } | null {
  const byName = /^(PJSIP|SIP|IAX2)\/(?:\{number\}@([A-Za-z0-9_.-]+)|([A-Za-z0-9_.-]+)\/.+)$/;
  const match = byName.exec(template);
  const [, technology, after, before] = match ?? [];
  const name = after ?? before;
  return technology && name ? { technology, name } : null;
}

/**
 * Caller ID as Asterisk reads it, `"Name" <number>`. Of a name only letters, digits and harmless signs are left, of a
 * number only what numbers are made of; undefined where nothing remains.
 */
export function callerIdFor(
  { callerId, callerName }: { callerId: string | null; callerName: string | null },
  plus: boolean,
): string | undefined {
  const number = callerId !== null && NUMBER.test(callerId) ? callerId : '';
  const shown = plus ? number : number.replace(/^\+/, '');
  const name = [...(callerName ?? '').replace(/[^\p{L}\p{M}\p{N} .,'&()+-]+/gu, ' ')]
    .slice(0, MOST_NAME)
    .join('')
    .replace(/ +/g, ' ')
    .trim();
  if (!shown) return undefined;
  return name ? `"${name}" <${shown}>` : `<${shown}>`;
}
