import { ArgumentMetadata, Injectable, PipeTransform } from '@nestjs/common';
import { blanksToUndefined, Dto, FieldSpec, fieldsOf } from '@belltower/dto';
import { NotFound } from './errors';

/**
 * Reads a query string into the types its DTO declares (`'5'` → 5, `'a,b'` → ['a', 'b']). What does not
 * fit is left as it came, for validation to refuse by name. Runs before the ValidationPipe.
 */
@Injectable()
export class QueryPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== 'query' || !metatype || metatype === Object || typeof value !== 'object' || !value)
      return value;
    const specs = new Map(fieldsOf(metatype as Dto).map((spec) => [spec.name, spec]));
    const typed = Object.entries(value).map(([name, text]) => [name, read(specs.get(name), text)]);
    return blanksToUndefined(Object.fromEntries(typed) as object);
  }
}

/** An id in the path that no record can have names nothing. Runs before Nest's ParseIntPipe, which would call it a bad request. */
@Injectable()
export class IdPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== 'param' || metatype !== Number) return value;
    const isId = /^[1-9]\d{0,15}$/.test(String(value)) && Number.isSafeInteger(Number(value));
    if (!isId) throw new NotFound('not-found', `There is nothing with the id “${String(value)}”.`);
    return value;
  }
}

/** Body values that a person left blank count as not given, exactly as in the browser's form. */
@Injectable()
export class BlanksPipe implements PipeTransform {
  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    const isRecord =
      type === 'body' && typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRecord ? blanksToUndefined(value) : value;
  }
}

function read(spec: FieldSpec | undefined, given: unknown): unknown {
  if (!spec) return given;
  if (spec.many) {
    const parts = Array.isArray(given) ? given : String(given).split(',').filter(Boolean);
    return parts.map((part: unknown) => readOne(spec, part));
  }
  return readOne(spec, given);
}

function readOne(spec: FieldSpec, given: unknown): unknown {
  if (typeof given !== 'string' || given.trim() === '') return given;
  if (['number', 'relation', 'relations'].includes(spec.kind) && !Number.isNaN(Number(given)))
    return Number(given);
  if (spec.kind === 'boolean' && (given === 'true' || given === 'false')) return given === 'true';
  return given;
}
