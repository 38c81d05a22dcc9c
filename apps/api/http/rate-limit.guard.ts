import { Principal } from '@belltower/auth';
import { TooMany } from '@belltower/core';
import { ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, ThrottlerLimitDetail } from '@nestjs/throttler';
import type { Request } from 'express';

/** Keeps one caller from using up what belongs to all; tells the rest of the allowance in headers. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  /** Whoever is signed in, else the address. */
  protected override async getTracker(request: Request & { user?: Principal }): Promise<string> {
    const { user, ip } = request;
    return user ? `${user.accountId}:${user.userId}:${user.name}` : String(ip);
  }

  /** One count over all routes, not one each. */
  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return tracker;
  }

  protected override async throwThrottlingException(
    _context: ExecutionContext,
    { timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    const message = `Too many requests. Try again in ${timeToBlockExpire} seconds.`;
    throw new TooMany('rate-limited', message, timeToBlockExpire);
  }
}
