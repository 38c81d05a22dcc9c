import { Dto, FieldKind, FieldSpec, fieldsFor, fieldsOf } from '@belltower/dto';

const BY_KIND: Partial<Record<FieldKind, unknown>> = {
  email: 'ana@example.org',
  // Of a range reserved for fiction.
  phone: '+12025550123',
  country: 'ES',
  'time-zone': 'Europe/Madrid',
  datetime: '2026-03-02T09:00:00Z',
  date: '2026-03-02',
  dates: '2026-12-25',
  time: '09:00',
  boolean: true,
  variables: { colour: 'blue' },
};

/** A value that the rules of a property accept in a new record; undefined where there is none to show. */
export function exampleOf(dto: Dto, spec: FieldSpec): unknown {
  const counts = fieldsFor(dto, new dto()).some(({ name }) => name === spec.name);
  if (!counts) return undefined;
  if (spec.example !== undefined) return spec.example;
  const initial = (new dto() as Record<string, unknown>)[spec.name];
  const isGiven = initial !== undefined && initial !== null && initial !== '';
  if (isGiven && !(Array.isArray(initial) && !initial.length)) return initial;
  if (spec.of) return undefined;
  const value = valueOf(spec);
  // An optional text of a form of its own is better left out than shown wrong.
  if (!spec.required && spec.pattern && !spec.pattern.test(String(value))) return undefined;
  return spec.many && !Array.isArray(value) ? [value] : value;
}

/** A whole record that the rules of its DTO accept. */
export function exampleRecord(dto: Dto): Record<string, unknown> {
  const given = fieldsOf(dto).map((spec) => [spec.name, exampleOf(dto, spec)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function valueOf(spec: FieldSpec): unknown {
  if (spec.options?.length) return spec.options[0];
  const known = BY_KIND[spec.kind];
  if (known !== undefined) return known;
  if (spec.kind === 'number' || spec.kind.startsWith('relation')) return spec.min ?? 1;
  const text = spec.label || spec.name;
  return text.padEnd(spec.minLength ?? 0, '.').slice(0, spec.maxLength);
}
