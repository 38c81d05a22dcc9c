/** What a text may say about the person who is called, by the name of its placeholder. */
export const CONTACT_PLACEHOLDERS = {
  first_name: 'First name',
  last_name: 'Last name',
  number: 'Number',
  email: 'E-mail',
  unit_number: 'Unit number',
  address: 'Address',
  city: 'City',
  state: 'State',
  postcode: 'Postcode',
  country: 'Country',
} as const;

export type ContactPlaceholder = keyof typeof CONTACT_PLACEHOLDERS;

/** A contact's fields that a text may ask for, as the API returns a contact. */
export interface PlaceholderContact {
  firstName?: string | null;
  lastName?: string | null;
  number: string;
  email?: string | null;
  unitNumber?: string | null;
  address?: string | null;
  city?: string | null;
  state?: string | null;
  postcode?: string | null;
  country?: string | null;
  variables?: Readonly<Record<string, string>> | null;
}

/** What a text may say about a contact: its own fields come before variables of the same name. */
export function valuesOf(contact: PlaceholderContact): PlaceholderValues {
  const { firstName, lastName, unitNumber, variables, ...fields } = contact;
  const { number, email, address, city, state, postcode, country } = fields;
  const own: Record<ContactPlaceholder, string | null | undefined> = {
    first_name: firstName,
    last_name: lastName,
    number,
    email,
    unit_number: unitNumber,
    address,
    city,
    state,
    postcode,
    country,
  };
  return { ...variables, ...own };
}

/** What is known of one person, by placeholder: fields of the contact under their names, and its variables. */
export type PlaceholderValues = Readonly<Record<string, string | null | undefined>>;

/** Longest name of a placeholder, as long as that of a contact's variable. */
const LONGEST_NAME = 64;
/** Characters of one value that are said; what is longer was not meant to be heard. */
const LONGEST_VALUE = 200;
/** Characters of a text with everything filled in. */
const LONGEST_TEXT = 6_000;

/** A piece of a text: words as they stand, or a placeholder with what is said where nothing is known. */
export type TextPart = string | { name: string; fallback: string };

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** A text cut at its placeholders, `{name}` or `{name|fallback}`. Braces that hold no name stand for themselves. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const placeholder = placeholderOf(match[1]!);
    if (!placeholder) continue;
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push(placeholder);
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** The names that a text asks for, each once. */
export function placeholdersOf(text: string): string[] {
  const names = partsOf(text).flatMap((part) => (typeof part === 'string' ? [] : part.name));
  return [...new Set(names)];
}

/**
 * The text for one person. What is not known of them is said as the fallback, and without one as nothing. There is no
 * logic, and what a value holds is only ever words: a placeholder in it is not filled in again.
 */
export function fillIn(text: string, values: PlaceholderValues): string {
  const filled = partsOf(text).map((part) =>
    typeof part === 'string' ? part : valueOf(part.name, values) || part.fallback,
  );
  // Where nothing is said, no hole stays: "Hello , how are you" is "Hello, how are you".
  const closed = filled
    .join('')
    .replace(/[^\S\n]{2,}/g, ' ')
    .replace(/ +([,.;:!?])/g, '$1');
  return clip(closed.trim(), LONGEST_TEXT);
}

/** What is wrong with the placeholders of a text, in words; null where nothing is. */
export function placeholderProblem(text: string): string | null {
  const rest = text.replace(PLACEHOLDER, (whole, inside: string) => {
    if (placeholderOf(inside)) return '';
    return whole === '{}' || inside.trim() === '' || inside.trim().startsWith('|')
      ? '\u0001'
      : '\u0002';
  });
  if (rest.includes('\u0001')) return 'has braces without a name: write {first_name}, for example';
  if (rest.includes('\u0002'))
    return `has a placeholder with a name longer than ${LONGEST_NAME} characters`;
  if (/[{}]/.test(rest))
    return 'has a brace without its other half: placeholders look like {first_name} or {first_name|friend}';
  return null;
}

function placeholderOf(inside: string): { name: string; fallback: string } | null {
  const bar = inside.indexOf('|');
  const name = (bar < 0 ? inside : inside.slice(0, bar)).trim();
  if (!name || name.length > LONGEST_NAME) return null;
  return { name, fallback: bar < 0 ? '' : inside.slice(bar + 1).trim() };
}

/** Only what the person's own record has: a name such as `constructor` is known of nobody. */
function valueOf(name: string, values: PlaceholderValues): string {
  const value = Object.hasOwn(values, name) ? values[name] : null;
  return clip(
    String(value ?? '')
      .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ')
      .trim(),
    LONGEST_VALUE,
  );
}

/** Cuts between characters, never within one. */
function clip(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('');
}
