import { ValidateBy, ValidationArguments } from 'class-validator';

/** What a template may ask for. Everything else in braces stands as it is, JSON above all. */
export const HTTP_SMS_VALUES =
  /\{(number|digits|sender|text|encoding|id|callback|user|password)\}/g;

/** Headers that say how a request is carried, which whoever carries it says by itself. */
const OF_THE_CARRIER = [
  ...['connection', 'content-encoding', 'content-length', 'expect', 'host', 'keep-alive'],
  ...['proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
];
/** A name as HTTP has it, and what a header can carry. */
const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}: ?[\x20-\x7e]{1,500}$/;

/** The address of a provider, which is one whatever is put into it, and gives no secret away. */
export const IsProviderAddress = (): PropertyDecorator =>
  ruleOf('isProviderAddress', ({ value }) => addressProblem(value));

/** Headers of a request, each as `Name: value`, none of them about how it is carried. */
export const AreHeaders = (): PropertyDecorator =>
  ruleOf('areHeaders', ({ value }) =>
    Array.isArray(value) ? (value.map(headerProblem).find(Boolean) ?? null) : null,
  );

/** A body that is JSON once it is filled in, where a request says that it is. */
export const IsBodyOfFormat = (): PropertyDecorator =>
  ruleOf('isBodyOfFormat', (args) => {
    const { value } = args;
    if (beside(args, 'format') !== 'json' || beside(args, 'method') === 'GET') return null;
    if (typeof value !== 'string' || !value.trim()) return null;
    // Digits alone may stand without quotes.
    return isJson(value.replace(HTTP_SMS_VALUES, (_, name) => (name === 'digits' ? '1' : 'a')))
      ? null
      : 'is no JSON once it is filled in: write texts as "{text}", with quotes';
  });

function ruleOf(
  name: string,
  problemOf: (args: ValidationArguments) => string | null,
): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (_, args) => !args || problemOf(args) === null,
      defaultMessage: (args) => `$property ${(args && problemOf(args)) ?? ''}`,
    },
  });
}

/** Another setting of the same driver; in a form its name has the same beginning. */
function beside({ object, property }: ValidationArguments, name: string): unknown {
  return (object as Record<string, unknown>)[property.replace(/[^.]*$/, name)];
}

/** An address whose placeholders stand for something. */
export const sampleAddress = (template: string) => template.replace(HTTP_SMS_VALUES, 'a');

function addressProblem(value: unknown): string | null {
  const [, scheme, authority = ''] =
    /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(String(value)) ?? [];
  if (!scheme) return 'must look like https://api.example.com/messages';
  if (!/^https?$/i.test(scheme)) return `must begin with https:// or http://, not ${scheme}://`;
  if (authority.includes('@'))
    return 'must not contain user and password: they have fields of their own, which nobody is shown';
  if (/\s/.test(String(value))) return 'must not contain spaces or line breaks';
  return URL.canParse(sampleAddress(String(value)))
    ? null
    : 'is no address: look at its host and port';
}

function headerProblem(header: unknown): string | null {
  if (typeof header !== 'string' || !HEADER.test(header))
    return 'must each look like X-Key: value, on one line, in plain ASCII';
  const name = header.slice(0, header.indexOf(':'));
  return OF_THE_CARRIER.includes(name.toLowerCase())
    ? `must not name ${name}, which is said by itself`
    : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // What it is not is all that is asked.
    return false;
  }
}
