import { getMetadataStorage } from 'class-validator';
import { Dto, FieldKind, FieldOptions, fieldOptionsOf } from './field';

/** One property of a DTO as a form, a table, an import or the OpenAPI document needs to know it. */
export interface FieldSpec extends FieldOptions {
  name: string;
  kind: FieldKind;
  required: boolean;
  /** Whether the value is an array. */
  many: boolean;
  /** Whether a number has to be whole. */
  integer: boolean;
  min?: number;
  max?: number;
  minLength?: number;
  maxLength?: number;
  /** Fewest and most elements of an array. */
  minSize?: number;
  maxSize?: number;
  pattern?: RegExp;
  /** Values of a choice, in order of declaration. */
  options?: readonly string[];
}

type Rules = Map<string, readonly unknown[]>;

const cache = new WeakMap<Dto, readonly FieldSpec[]>();

/** The labelled properties of a DTO in order of declaration, described by its class-validator rules. */
export function fieldsOf(dto: Dto): readonly FieldSpec[] {
  const known = cache.get(dto);
  if (known) return known;
  const fields = [...fieldOptionsOf(dto)].map(([name, options]) =>
    specOf(name, options, rulesOf(dto, name)),
  );
  cache.set(dto, fields);
  return fields;
}

/** The class-validator rules of one property, by rule name, each with its constraints. */
export function rulesOf(dto: Dto, property: string): Rules {
  const rules = getMetadataStorage()
    .getTargetValidationMetadatas(dto, '', true, false)
    .filter((rule) => rule.propertyName === property);
  return new Map(
    rules.map((rule) => [rule.name ?? rule.type, (rule.constraints ?? []) as unknown[]]),
  );
}

function specOf(name: string, options: FieldOptions, rules: Rules): FieldSpec {
  const constraint = <T>(rule: string, index = 0) => rules.get(rule)?.[index] as T | undefined;
  return {
    ...options,
    name,
    kind: kindOf(rules, options),
    required:
      !rules.has('isOptional') && !rules.has('conditionalValidation') && !rules.has('isBoolean'),
    many: rules.has('isArray'),
    integer: rules.has('isInt'),
    min: constraint('min'),
    max: constraint('max'),
    minLength: constraint('isLength') ?? constraint('minLength'),
    maxLength: constraint('isLength', 1) ?? constraint('maxLength'),
    minSize: constraint('arrayMinSize') ?? (rules.has('arrayNotEmpty') ? 1 : undefined),
    maxSize: constraint('arrayMaxSize'),
    pattern: constraint('matches'),
    options: (
      constraint<readonly string[]>('isEnum', 1) ?? constraint<readonly string[]>('isIn')
    )?.map(String),
  };
}

function kindOf(rules: Rules, { kind, relation }: FieldOptions): FieldKind {
  const many = rules.has('isArray');
  if (kind) return kind;
  if (relation) return many ? 'relations' : 'relation';
  if (rules.has('isEnum') || rules.has('isIn')) return many ? 'choices' : 'choice';
  if (rules.has('isInt') || rules.has('isNumber')) return 'number';
  if (rules.has('isBoolean')) return 'boolean';
  if (rules.has('isIso8601') || rules.has('isInstant')) return 'datetime';
  if (rules.has('isDay')) return many ? 'dates' : 'date';
  if (rules.has('isTimeOfDay')) return 'time';
  if (rules.has('isEmail')) return 'email';
  if (rules.has('isCountry')) return 'country';
  if (rules.has('isIanaTimeZone')) return 'time-zone';
  if (rules.has('isVariables')) return 'variables';
  return 'text';
}
