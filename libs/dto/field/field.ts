import { Condition, countsWhen } from './when';

/** A DTO class: constructible without arguments, its property initialisers being the defaults of a new record. */
export type Dto<T extends object = object> = new () => T;

/** Which control a form draws for a value, and how a table shows it. */
export type FieldKind =
  | 'text'
  | 'multiline'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'choices'
  | 'datetime'
  | 'date'
  | 'dates'
  | 'time'
  | 'email'
  | 'country'
  | 'time-zone'
  | 'phone'
  | 'password'
  | 'variables'
  | 'relation'
  | 'relations';

/** What of a property is said otherwise under a condition. */
export interface FieldVariant extends Partial<
  Pick<FieldOptions, 'label' | 'hint' | 'section' | 'kind' | 'choices'>
> {
  when: Condition;
  /** The values of a choice that make sense then. */
  options?: readonly string[];
  /** Where its rules say by themselves when it has to be given. */
  required?: boolean;
}

/** What the validation rules of a property cannot say: how it is called and shown. */
export interface FieldOptions {
  label: string;
  /** One line under the control. */
  hint?: string;
  /** Unit shown after a number, for example `seconds`. */
  unit?: string;
  /** Section (tab) of the form; the fields of a DTO without sections form one unnamed section. */
  section?: string;
  /** Whether it is a column of the resource's table. `'hidden'` columns wait in the column chooser. */
  list?: boolean | 'hidden';
  /** Whether the server can sort by it. */
  sort?: boolean;
  /** Overrides the kind that the validation rules imply. */
  kind?: FieldKind;
  /** Route of the resource whose id (or ids, where the value is an array) this holds, for example `phonebooks`. */
  relation?: string;
  /** Words for the values of an enum; a value without one is shown with its first letter in upper case. */
  choices?: Readonly<Record<string, string>>;
  /** The class of the value, or of each element of an array, where it is a record itself. */
  of?: Dto;
  /** A value for the API's documentation, where the rules alone do not lead to one. */
  example?: unknown;
  /** Names under which a CSV heading means this field, lower case. The label always counts as one. */
  csv?: readonly string[];
  /** While which values of others it counts; else the form does not have it, its rules are not asked, and it stays blank. */
  when?: Condition;
  /** Other words for it, the last that applies. */
  variants?: readonly FieldVariant[];
  /** Properties of the record by which what a relation offers is narrowed: filters of that resource's list. */
  narrowedBy?: readonly string[];
}

const labelled = new Map<Function, Map<string, FieldOptions>>();

/**
 * Gives a DTO property its label, and so its place in forms, tables, imports and API answers.
 * A property without `@Field` never leaves the API.
 */
export function Field(options: FieldOptions): PropertyDecorator {
  return (target, name) => {
    const { constructor } = target;
    const own = labelled.get(constructor) ?? new Map<string, FieldOptions>();
    labelled.set(constructor, own.set(String(name), options));
    const { when } = options;
    if (when) countsWhen(when, () => conditionWords(constructor, when))(target, name);
  };
}

/** The `@Field` options of a class and its ancestors, eldest first; a redeclared property keeps its place. */
export function fieldOptionsOf(dto: Function): Map<string, FieldOptions> {
  const parent = Object.getPrototypeOf(dto) as Function;
  const inherited = parent?.prototype ? fieldOptionsOf(parent) : new Map<string, FieldOptions>();
  for (const [name, options] of labelled.get(dto) ?? []) inherited.set(name, options);
  return inherited;
}

/** A condition of a class for people, for example `Channel is Voice`. */
export function conditionWords(dto: Function, condition: Condition): string {
  const options = fieldOptionsOf(dto);
  const parts = Object.entries(condition).map(([name, value]) => {
    const { label, choices } = options.get(name) ?? {};
    const words = [value].flat().map((one) => choices?.[String(one)] ?? String(one));
    return `${label ?? name} is ${words.join(' or ')}`;
  });
  return parts.join(' and ');
}
