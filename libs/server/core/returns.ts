import {
  applyDecorators,
  CallHandler,
  ExecutionContext,
  NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { Dto, fieldOptionsOf, Page } from '@belltower/dto';
import { map, Observable } from 'rxjs';

/** What a route answers with, for the serialiser and the OpenAPI document. */
export interface ReturnShape {
  dto: Dto;
  shape: 'one' | 'many' | 'page';
}

export const RETURNS = 'belltower:returns';

/** The route answers with one of `dto`, trimmed to its labelled properties: what has no `@Field` never leaves. */
export const Returns = (dto: Dto) => returning({ dto, shape: 'one' });

/** The route answers with an array of `dto`. */
export const ReturnsMany = (dto: Dto) => returning({ dto, shape: 'many' });

/** The route answers with a {@link Page} of `dto`. */
export const ReturnsPage = (dto: Dto) => returning({ dto, shape: 'page' });

const returning = (shape: ReturnShape): MethodDecorator =>
  applyDecorators(SetMetadata(RETURNS, shape), UseInterceptors(new Trimmer(shape)));

class Trimmer implements NestInterceptor {
  constructor(private readonly returns: ReturnShape) {}

  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { dto, shape } = this.returns;
    return next.handle().pipe(
      map((answer: unknown) => {
        if (shape === 'many') return (answer as object[]).map((row) => trim(row, dto));
        if (shape === 'one') return trim(answer as object, dto);
        const page = answer as Page<object>;
        return { ...page, items: page.items.map((row) => trim(row, dto)) };
      }),
    );
  }
}

/** What a view is trimmed to, looked up once: a report has as many rows as a month has hours. */
const labelled = new WeakMap<Dto, readonly [name: string, of: Dto | undefined][]>();

function labelledOf(dto: Dto) {
  const known = labelled.get(dto);
  if (known) return known;
  const found = [...fieldOptionsOf(dto)].map(([name, { of }]): [string, Dto | undefined] => [
    name,
    of,
  ]);
  labelled.set(dto, found);
  return found;
}

/** Only the labelled properties of a view; one the row lacks is null, as JSON has no undefined. */
export function trim(row: object, dto: Dto): object {
  const source = row as Record<string, unknown>;
  const trimmed: Record<string, unknown> = {};
  for (const [name, of] of labelledOf(dto)) trimmed[name] = trimValue(source[name], of);
  return trimmed;
}

/** Records within a record are trimmed like itself. */
function trimValue(value: unknown, of: Dto | undefined): unknown {
  if (value === undefined || value === null) return null;
  if (!of) return value;
  return Array.isArray(value)
    ? value.map((row: object) => trim(row, of))
    : trim(value as object, of);
}
