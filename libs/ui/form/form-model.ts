import { Dto, FieldSpec, fieldsFor, fieldsOf, standardSchema, withoutIdle } from '@belltower/dto';

/** What a form holds while it is filled in: every field of the DTO, none of them undefined. */
export type FormModel = Record<string, unknown>;

/** The defaults of the DTO overlaid with a record's values, in the shape that the controls hold. */
export function modelOf<T extends object>(dto: Dto<T>, value: object = {}): FormModel {
  const known = { ...new dto(), ...value } as FormModel;
  return Object.fromEntries(
    fieldsOf(dto).map((spec) => [spec.name, known[spec.name] ?? blankOf(spec)]),
  );
}

/** The DTO's rules for what would be sent: what is typed in fields that do not count now is kept, and not looked at. */
export function rulesOf<T extends object>(dto: Dto<T>) {
  const { validate, ...rest } = standardSchema(dto)['~standard'];
  const counting = (model: unknown) => validate(withoutIdle(dto, model as T));
  return { '~standard': { ...rest, validate: counting } } as const;
}

/**
 * What is sent: blanks of optional fields as null, which clears them (an absent one may mean "keep").
 * A blank secret is left out, for it was never shown and stays as it is; and so is what does not count.
 */
export function inputOf<T extends object>(dto: Dto<T>, model: FormModel): T {
  const entries = fieldsFor(dto, model).flatMap((spec): [string, unknown][] => {
    const held = model[spec.name];
    if (held !== '' || spec.required) return [[spec.name, held]];
    return spec.kind === 'password' ? [] : [[spec.name, null]];
  });
  return Object.fromEntries(entries) as T;
}

function blankOf({ kind, many }: FieldSpec): unknown {
  if (many) return [];
  if (kind === 'boolean') return false;
  if (kind === 'number' || kind === 'relation') return null;
  if (kind === 'variables') return {};
  return '';
}
