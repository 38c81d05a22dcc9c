import type { FieldSpec } from '@belltower/dto';
import { titled } from './format';

/** The word for a value of a choice field. */
export function choiceLabel(spec: Pick<FieldSpec, 'choices'>, value: unknown): string {
  const key = String(value);
  return spec.choices?.[key] ?? titled(key);
}
