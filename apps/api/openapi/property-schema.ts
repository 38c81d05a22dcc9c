import { conditionWords, Dto, FieldSpec, rulesOf } from '@belltower/dto';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { exampleOf } from './example';

type Rules = ReturnType<typeof rulesOf>;

/** JSON Schema of one value; without a `type` where no rule says what it is. */
export interface ValueSchema {
  type?: string;
  format?: string;
  pattern?: string;
  enum?: string[];
  [keyword: string]: unknown;
}

/** Rules that say nothing of a type; the rest of what this page understands. */
const TYPELESS_RULES = [
  'isOptional',
  'isDefined',
  'conditionalValidation',
  'nestedValidation',
  'isArray',
  'arrayMinSize',
  'arrayMaxSize',
  'arrayNotEmpty',
  'arrayUnique',
  'min',
  'max',
  'isNotBlank',
  'isLaterThan',
  'endsHoursFrom',
  'isRetryRules',
  'isGivenWith',
  'isQuestions',
  'isOwnKey',
  'hasPlaceholders',
  'isNotBelow',
  'needsGiven',
  'countsWhen',
  'isShownToCallees',
  'isNotEmpty',
  'isBodyOfFormat',
  'isRetried',
];

/** What the rule of a value says about its type, the most telling first. */
const TYPES: readonly (readonly [rule: string, schema: ValueSchema])[] = [
  ['isInt', { type: 'integer' }],
  ['isNumber', { type: 'number' }],
  ['isBoolean', { type: 'boolean' }],
  ['isInstant', { type: 'string', format: 'date-time' }],
  ['isDay', { type: 'string', format: 'date' }],
  ['isTimeOfDay', { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' }],
  ['isCountry', { type: 'string', pattern: '^[A-Z]{2}$' }],
  ['isEmail', { type: 'string', format: 'email' }],
  ['isUrl', { type: 'string', format: 'uri' }],
  ['isVariables', { type: 'object', additionalProperties: { type: 'string' } }],
  ['isObject', { type: 'object', additionalProperties: true }],
  ['isEnum', { type: 'string' }],
  ['isIn', { type: 'string' }],
  ['isIanaTimeZone', { type: 'string' }],
  ['matches', { type: 'string' }],
  ['isLength', { type: 'string' }],
  ['minLength', { type: 'string' }],
  ['maxLength', { type: 'string' }],
  ['isString', { type: 'string' }],
  ['isProviderAddress', { type: 'string' }],
  ['areHeaders', { type: 'string' }],
  ['isMessageText', { type: 'string' }],
  ['fitsChannel', { type: 'string' }],
];

/** Names of the rules of which the document, forms and tables know what they mean. */
export const UNDERSTOOD_RULES: readonly string[] = [
  ...TYPES.map(([rule]) => rule),
  ...TYPELESS_RULES,
];

/** One property of a DTO as the OpenAPI document shows it. */
export function propertyOf(dto: Dto, spec: FieldSpec): ApiPropertyOptions {
  const rules = rulesOf(dto, spec.name);
  // Swagger UI fills query parameters in with their examples: a filter that nobody chose finds nothing.
  const example = isQuery(dto) ? undefined : exampleOf(dto, spec);
  const shape = spec.of ? { type: () => spec.of, isArray: spec.many } : shapeOf(rules, spec);
  return {
    ...shape,
    title: spec.label,
    description: descriptionOf(dto, spec),
    required: isAlwaysThere(dto, spec),
    ...(rules.has('isOptional') && !isQuery(dto) ? { nullable: true } : {}),
    ...(isQuery(dto) ? { default: (new dto() as Record<string, unknown>)[spec.name] } : {}),
    ...(spec.kind === 'password' ? { format: 'password' } : {}),
    ...(example === undefined ? {} : { example }),
  } as ApiPropertyOptions;
}

/** Whether the class is a list's query string. */
function isQuery(dto: Dto): boolean {
  return dto.name.endsWith('Query');
}

function shapeOf(rules: Rules, spec: FieldSpec): ValueSchema {
  const value = valueOf(rules, spec);
  if (!spec.many) return value;
  return withoutUndefined({
    type: 'array',
    items: value,
    minItems: spec.minSize,
    maxItems: spec.maxSize,
    uniqueItems: rules.has('arrayUnique') || undefined,
  });
}

function valueOf(rules: Rules, spec: FieldSpec): ValueSchema {
  const type = TYPES.find(([rule]) => rules.has(rule))?.[1];
  return withoutUndefined({
    ...type,
    pattern: type?.pattern ?? spec.pattern?.source,
    enum: spec.options && [...spec.options],
    minimum: spec.min,
    maximum: spec.max,
    minLength: spec.minLength,
    maxLength: spec.maxLength,
  });
}

function descriptionOf(dto: Dto, { label, hint, unit, when, variants = [] }: FieldSpec): string {
  const otherwise = variants.flatMap((variant) =>
    variant.label ? `${variant.label} where ${conditionWords(dto, variant.when)}` : [],
  );
  return [
    label,
    unit && `(${unit})`,
    when && `(only where ${conditionWords(dto, when)})`,
    otherwise.length && `(${otherwise.join(', ')})`,
    hint && `— ${hint}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** An answer has all of its properties; in a request those without a default must be given. */
function isAlwaysThere(dto: Dto, { name, required }: FieldSpec): boolean {
  if (dto.name.endsWith('View')) return true;
  const initial = (new dto() as Record<string, unknown>)[name];
  const hasDefault = initial !== undefined && initial !== null && initial !== '';
  return required && !hasDefault;
}

function withoutUndefined<T extends object>(schema: T): T {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined)) as T;
}
