import { buildMessage, ValidateBy, ValidationArguments, ValidationOptions } from 'class-validator';

/** Most entries, and longest key and value in characters, of a contact's free variables. */
export const VARIABLES_LIMITS = { entries: 100, keyLength: 64, valueLength: 2_000 } as const;

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

const rule = (
  name: string,
  holds: (value: unknown) => boolean,
  message: string,
  options?: ValidationOptions,
): PropertyDecorator =>
  ValidateBy(
    {
      name,
      validator: {
        validate: (value) => holds(value),
        defaultMessage: buildMessage((each) => `${each}$property ${message}`, options),
      },
    },
    options,
  );

/** A wall-clock time `HH:MM`; `24:00` is the end of the day. */
export const IsTimeOfDay = (options?: ValidationOptions) =>
  rule(
    'isTimeOfDay',
    (value) => typeof value === 'string' && (value === '24:00' || TIME_OF_DAY.test(value)),
    'must be a time of day such as 09:30',
    options,
  );

/** A calendar day `YYYY-MM-DD` that exists. */
export const IsDay = (options?: ValidationOptions) =>
  rule(
    'isDay',
    (value) => typeof value === 'string' && DAY.test(value) && dayExists(value),
    'must be a date such as 2026-12-24',
    options,
  );

/** An instant with its offset (RFC 3339), for example `2026-12-24T09:00:00Z`. */
export const IsInstant = (options?: ValidationOptions) =>
  rule(
    'isInstant',
    (value) =>
      typeof value === 'string' &&
      INSTANT.test(value) &&
      dayExists(value.slice(0, 10)) &&
      !Number.isNaN(Date.parse(value)),
    'must be a date and time with a time zone',
    options,
  );

/** A time zone of the IANA database that this runtime knows, for example `Europe/Madrid`. */
export const IsIanaTimeZone = (options?: ValidationOptions) =>
  rule('isIanaTimeZone', isIanaTimeZone, 'must be a time zone such as Europe/Madrid', options);

/** Text with more in it than spaces. */
export const IsNotBlank = (options?: ValidationOptions) =>
  rule(
    'isNotBlank',
    (value) => typeof value !== 'string' || /\S/.test(value),
    'must not be blank',
    options,
  );

/** A two-letter country of ISO 3166-1, upper case. */
export const IsCountry = (options?: ValidationOptions) =>
  rule(
    'isCountry',
    (value) => typeof value === 'string' && /^[A-Z]{2}$/.test(value),
    'must be a two-letter country code such as ES',
    options,
  );

/** An instant later than that of another property; holds while either is missing or malformed, which other rules say. */
export const IsLaterThan = (other: string, options?: ValidationOptions) =>
  comparing(
    'isLaterThan',
    (value, record) => !(Date.parse(String(value)) <= Date.parse(String(record[other]))),
    options,
  );

/** The end of daily hours that begin at another property and contain at least one minute. */
export const EndsHoursFrom = (other: string, options?: ValidationOptions) =>
  comparing(
    'endsHoursFrom',
    (value, record) => !areEmptyHours(String(record[other]), String(value)),
    options,
  );

/** Makes no sense without another property: where this one is given, the other has to be. */
export const IsGivenWith = (other: string, options?: ValidationOptions) =>
  comparing('isGivenWith', (_, record) => isGiven(record[other]), options);

/** A number that is not below that of another property; holds while either is missing. */
export const IsNotBelow = (other: string, options?: ValidationOptions) =>
  comparing(
    'isNotBelow',
    (value, record) => !(Number(value) < Number(record[other] ?? Number.NaN)),
    options,
  );

/** What a value of a choice needs beside it: another property, and the sentence for whoever left that blank. */
type Needs = Readonly<Record<string, readonly [property: string, message: string]>>;

/** A choice, some of whose values make no sense while another property is not given. */
export const NeedsGiven = (needs: Needs): PropertyDecorator =>
  ValidateBy({
    name: 'needsGiven',
    validator: {
      validate: (value, args?: ValidationArguments) => {
        const record = (args?.object ?? {}) as Record<string, unknown>;
        const [property] = needs[String(value)] ?? [];
        return property === undefined || isGiven(record[property]);
      },
      defaultMessage: (args?: ValidationArguments) => needs[String(args?.value)]?.[1] ?? '',
    },
  });

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : (value ?? '') !== '';
}

/** Whether no minute of a day lies in these hours; from later than until crosses midnight. */
export function areEmptyHours(from: string, until: string): boolean {
  return from === until || (from === '24:00' && until === '00:00');
}

const comparing = (
  name: string,
  holds: (value: unknown, record: Record<string, unknown>) => boolean,
  options?: ValidationOptions,
): PropertyDecorator =>
  ValidateBy(
    {
      name,
      validator: {
        validate: (value, args?: ValidationArguments) =>
          holds(value, (args?.object ?? {}) as Record<string, unknown>),
        defaultMessage: () => '$property does not fit',
      },
    },
    options,
  );

/** Free key/value pairs of text, within {@link VARIABLES_LIMITS}. */
export const IsVariables = (options?: ValidationOptions) =>
  rule(
    'isVariables',
    isVariables,
    `must be at most ${VARIABLES_LIMITS.entries} names (of up to ${VARIABLES_LIMITS.keyLength} characters) with text values`,
    options,
  );

function dayExists(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function isIanaTimeZone(value: unknown): boolean {
  // Offsets such as `+02:00` are accepted by Intl but have no daylight saving time.
  if (typeof value !== 'string' || !/^[A-Za-z]/.test(value)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    // Intl offers no way to ask whether a zone exists other than to try it.
    return false;
  }
}

function isVariables(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= VARIABLES_LIMITS.entries &&
    entries.every(
      ([key, text]) =>
        key.length > 0 &&
        key.length <= VARIABLES_LIMITS.keyLength &&
        typeof text === 'string' &&
        text.length <= VARIABLES_LIMITS.valueLength,
    )
  );
}
