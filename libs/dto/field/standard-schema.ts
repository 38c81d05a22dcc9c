import { ValidationError, validateSync } from 'class-validator';
import { Dto } from './field';
import { fieldsFor, fieldsOf } from './fields-of';

/** One broken rule: the property it belongs to and a sentence for the person who typed it. */
export interface FieldProblem {
  field: string;
  message: string;
}

/**
 * Presents a DTO as a Standard Schema (https://standardschema.dev), so that a form in the browser
 * runs the very rules the API runs.
 */
export function standardSchema<T extends object>(dto: Dto<T>) {
  const validate = (value: unknown) => {
    const input = Object.assign(new dto(), blanksToUndefined(value as object));
    const issues = problemsOf(dto, validateSync(input)).map(({ field, message }) => ({
      message,
      path: [field],
    }));
    return issues.length ? { issues } : { value: value as T };
  };
  return { '~standard': { version: 1, vendor: 'class-validator', validate } } as const;
}

/**
 * Turns class-validator's errors into one problem per broken rule, in the order of the form, naming each property as it
 * is called in the record.
 */
export function problemsOf(dto: Dto, errors: readonly ValidationError[]): FieldProblem[] {
  const named = [...fieldsOf(dto), ...fieldsFor(dto, errors[0]?.target ?? {})];
  const labels = new Map(named.map(({ name, label }) => [name, label]));
  const place = ({ property }: ValidationError) => [...labels.keys()].indexOf(property);
  return [...errors]
    .sort((a, b) => place(a) - place(b))
    .flatMap(({ property, constraints, children }) => {
      const messages = Object.values(constraints ?? {}).map((message) => ({
        field: property,
        // Once: further words that look like it are no names.
        message: message.replace(property, () => labels.get(property) ?? property),
      }));
      return messages.length || !children?.length
        ? messages
        : [{ field: property, message: `${labels.get(property) ?? property} is not valid` }];
    });
}

/**
 * An emptied text control holds `''`, which `@IsOptional()` does not skip: a blank counts as
 * "not given", in the browser and in the API alike.
 */
export function blanksToUndefined<T extends object>(value: T): T {
  const entries = Object.entries(value).map(([key, held]) => [key, held === '' ? undefined : held]);
  return Object.fromEntries(entries) as T;
}
