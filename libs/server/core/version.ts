import { Dto, fieldsOf } from '@belltower/dto';
import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { createHash } from 'node:crypto';
import { Conflict } from './errors';

/** Longer than two records of one thing will ever need to differ. */
const LENGTH = 22;

/**
 * Says which version of a record this is, by what a client may send of it: the same until somebody changes that, whatever
 * else becomes of the record. `besides` is what nobody is shown and still counts, such as sealed secrets.
 */
export function versionOf(input: Dto, record: object, besides: string | null = null): string {
  const values = record as Record<string, unknown>;
  const held = fieldsOf(input).map(({ name }) => values[name] ?? null);
  return createHash('sha256')
    .update(JSON.stringify([held, besides]))
    .digest('base64url')
    .slice(0, LENGTH);
}

/** @throws Conflict `<what>.changed-meanwhile` where a version is asked for, and this one is another */
export function refuseOtherVersion(version: string, asked: string | undefined, what: string): void {
  if (asked === undefined || asked === version) return;
  throw new Conflict(
    `${what}.changed-meanwhile`,
    `Somebody else has changed this ${what} since you opened it. Nothing was saved.`,
  );
}

/** The version that a client wants to replace, by the header `If-Match`; undefined where any will do. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, unknown> }>();
  const asked = headers['if-match'];
  if (typeof asked !== 'string' || asked.trim() === '*') return undefined;
  return asked.trim().replace(/^(W\/)?"(.*)"$/, '$2');
});

/** Documents {@link IfMatch}. */
export const TakesIfMatch = () =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The `version` that is replaced; refused where there is another one meanwhile',
  });
