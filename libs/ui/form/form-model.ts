import { Dto, FieldSpec, fieldsOf } from '@belltower/dto';

/** What a form holds while it is filled in: every field of the DTO, none of them undefined. */
export type FormModel = Record<string, unknown>;

/** The defaults of the DTO overlaid with a record's values, in the shape that the controls hold. */
export function modelOf<T extends object>(dto: Dto<T>, value: object = {}): FormModel {
  const known = { ...new dto(), ...value } as FormModel;
  return Object.fromEntries(
    fieldsOf(dto).map((spec) => [spec.name, known[spec.name] ?? blankOf(spec)]),
  );
}

/**
 * What is sent: blanks of optional fields as null, which clears them (an absent one may mean "keep").
 * A blank secret is left out, for it was never shown and stays as it is.
 */
export function inputOf<T extends object>(dto: Dto<T>, model: FormModel): T {
  const entries = fieldsOf(dto).flatMap((spec): [string, unknown][] => {
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
