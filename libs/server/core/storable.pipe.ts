import { ArgumentMetadata, Injectable, PipeTransform } from '@nestjs/common';
import { FieldProblem } from '@belltower/dto';
import { Invalid } from './errors';

/** Why a text cannot be kept; a surrogate without its other half is no character in any encoding. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/\0/, 'Text must not contain NUL bytes'],
  [/\p{Cs}/u, 'Text must not contain half of a character: delete it and type it again'],
];

/** Refuses text that PostgreSQL cannot store, wherever in a body or query it stands: NUL, and halves of characters. */
@Injectable()
export class StorablePipe implements PipeTransform {
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    if (type !== 'body' && type !== 'query') return value;
    const found = unstorableIn(value);
    if (!found) return value;
    const { path, message } = found;
    // A form may have a field for all of a property, or one for each part of it.
    const places = new Set([path[0] ?? data ?? '', path.join('.') || (data ?? '')]);
    const fields = [...places].map((field): FieldProblem => ({ field, message }));
    throw new Invalid('text.not-storable', `${message}.`, fields);
  }
}

interface Unstorable {
  /** Properties that lead to it, from the outermost on; none for the value itself. */
  path: string[];
  message: string;
}

function unstorableIn(value: unknown): Unstorable | null {
  if (typeof value === 'string') {
    const fault = FAULTS.find(([pattern]) => pattern.test(value));
    return fault ? { path: [], message: fault[1] } : null;
  }
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return null;
  for (const [name, held] of Object.entries(value)) {
    // A name that cannot be kept cannot be told either.
    const named = unstorableIn(name);
    if (named) return named;
    const found = unstorableIn(held);
    if (found) return { ...found, path: [name, ...found.path] };
  }
  return null;
}
