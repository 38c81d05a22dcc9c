import { ArgumentMetadata, Injectable, PipeTransform } from '@nestjs/common';
import { FieldProblem } from '@belltower/dto';
import { Invalid } from './errors';

const NUL = '\u0000';

/** Refuses text with NUL bytes, which PostgreSQL cannot store, wherever in a body or query it stands. */
@Injectable()
export class StorablePipe implements PipeTransform {
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    if (type !== 'body' && type !== 'query') return value;
    const field = fieldWithNul(value);
    if (field === undefined) return value;
    const message = 'Text must not contain NUL bytes';
    const fields: FieldProblem[] = [{ field: field || (data ?? ''), message }];
    throw new Invalid('text.not-storable', `${message}.`, fields);
  }
}

/** The outermost property that holds a NUL, `''` for the value itself. */
function fieldWithNul(value: unknown): string | undefined {
  if (typeof value === 'string') return value.includes(NUL) ? '' : undefined;
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return undefined;
  return Object.entries(value).find(
    ([name, held]) => name.includes(NUL) || fieldWithNul(held) !== undefined,
  )?.[0];
}
