import { Invalid } from '@belltower/core';
import type { NextFunction, Request, Response } from 'express';

/** No DTO nests nearly as deep; what is read recursively later must not be able to use up the stack. */
const DEEPEST = 20;

/** Refuses a JSON body with more levels than any DTO has. */
export function refuseDeepJson(request: Request, _response: Response, next: NextFunction): void {
  if (!isDeeperThan(request.body, DEEPEST)) return next();
  next(new Invalid('request.too-deep', `The request is nested more than ${DEEPEST} levels deep.`));
}

/** Goes level by level, so that the depth of the value is not the depth of the stack. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= levels; depth++) {
    level = level.filter((held) => typeof held === 'object' && held !== null);
    if (!level.length) return false;
    level = level.flatMap((held) => Object.values(held as object));
  }
  return level.some((held) => typeof held === 'object' && held !== null);
}
