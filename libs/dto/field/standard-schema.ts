import { ValidationError, validateSync } from 'class-validator';
import { Dto } from './field';
import { fieldsOf } from './fields-of';

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

/** Turns class-validator's errors into one problem per broken rule, naming each property by its label. */
export function problemsOf(dto: Dto, errors: readonly ValidationError[]): FieldProblem[] {
  const labels = new Map(fieldsOf(dto).map(({ name, label }) => [name, label]));
  return errors.flatMap(({ property, constraints, children }) => {
    const messages = Object.values(constraints ?? {}).map((message) => ({
      field: property,
      message: message.replaceAll(property, labels.get(property) ?? property),
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
