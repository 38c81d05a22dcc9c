import { getMetadataStorage } from 'class-validator';
import { Dto, FieldKind, FieldOptions, fieldOptionsOf } from './field';
import { holdsFor, isCountingTest } from './when';

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
  /** Whether these are numbers in the record. */
  numbers?: boolean;
  /** By which the list of a relation's resource is narrowed, for one record. */
  filters?: Readonly<Record<string, string>>;
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

/** Properties on whose values it depends which others count, and how they are called. */
export function decidersOf(dto: Dto): readonly string[] {
  const names = fieldsOf(dto).flatMap(({ when = {}, variants = [], narrowedBy = [] }) => [
    ...Object.keys(when),
    ...variants.flatMap((variant) => Object.keys(variant.when)),
    ...narrowedBy,
  ]);
  return [...new Set(names)];
}

/** The properties that count for a record, in the words that fit it. */
export function fieldsFor(dto: Dto, record: object): readonly FieldSpec[] {
  return fieldsOf(dto)
    .filter(({ when }) => !when || holdsFor(when, record))
    .map((spec) => specFor(spec, record));
}

/** The record with what does not count in it as a new one has it. */
export function withoutIdle<T extends object>(dto: Dto<T>, record: T): T {
  const counting = new Set(fieldsFor(dto, record).map(({ name }) => name));
  const idle = fieldsOf(dto).filter(({ name }) => !counting.has(name));
  const fresh = new dto() as Record<string, unknown>;
  return Object.assign({}, record, Object.fromEntries(idle.map(({ name }) => [name, fresh[name]])));
}

function specFor(spec: FieldSpec, record: object): FieldSpec {
  const { when, narrowedBy, variants = [] } = spec;
  const fitting = variants.filter((variant) => holdsFor(variant.when, record));
  if (!fitting.length && !narrowedBy) return spec;
  const held = record as Readonly<Record<string, unknown>>;
  const filters =
    narrowedBy && Object.fromEntries(narrowedBy.map((name) => [name, String(held[name])]));
  return Object.assign({}, spec, ...fitting, { when, filters }) as FieldSpec;
}

/** The class-validator rules of one property, by rule name, each with its constraints. */
export function rulesOf(dto: Dto, property: string): Rules {
  const rules = getMetadataStorage()
    .getTargetValidationMetadatas(dto, '', true, false)
    .filter((rule) => rule.propertyName === property);
  return new Map(
    rules.map(({ name, type, constraints = [] }) => [
      name ?? (isCountingTest(constraints[0]) ? 'countsWhen' : type),
      constraints as unknown[],
    ]),
  );
}

function specOf(name: string, options: FieldOptions, rules: Rules): FieldSpec {
  const constraint = <T>(rule: string, index = 0) => rules.get(rule)?.[index] as T | undefined;
  const values =
    constraint<readonly unknown[]>('isEnum', 1) ?? constraint<readonly unknown[]>('isIn');
  const minSize = constraint<number>('arrayMinSize') ?? (rules.has('arrayNotEmpty') ? 1 : 0);
  return {
    ...options,
    name,
    kind: kindOf(rules, options),
    required:
      !rules.has('isOptional') &&
      !rules.has('conditionalValidation') &&
      !rules.has('isBoolean') &&
      (!rules.has('isArray') || minSize > 0),
    many: rules.has('isArray'),
    integer: rules.has('isInt'),
    min: constraint('min'),
    max: constraint('max'),
    minLength: constraint('isLength') ?? constraint('minLength'),
    maxLength: constraint('isLength', 1) ?? constraint('maxLength'),
    minSize: minSize || undefined,
    maxSize: constraint('arrayMaxSize'),
    pattern: constraint('matches'),
    options: values?.map(String),
    numbers: values?.every((value) => typeof value === 'number'),
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
