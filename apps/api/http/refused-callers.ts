import { Config, TooMany } from '@belltower/core';
import type { NextFunction, Request, Response } from 'express';

const MINUTE_MS = 60_000;
/** More addresses than this are not remembered: an attacker with as many would otherwise fill the memory. */
const MOST_ADDRESSES = 100_000;

interface Refusals {
  count: number;
  endsAt: number;
}

/**
 * Slows down an address whose requests carry no valid key or session: each costs a look into the
 * database, and whoever is signed in is counted apart from them.
 */
export function slowDownRefused({ RATE_LIMIT_PER_MINUTE: limit }: Readonly<Config>) {
  const byAddress = new Map<string, Refusals>();
  return ({ ip = '' }: Request, response: Response, next: NextFunction) => {
    const now = performance.now();
    const known = byAddress.get(ip);
    const refusals = known && known.endsAt > now ? known : { count: 0, endsAt: now + MINUTE_MS };
    if (limit && refusals.count >= limit) {
      const seconds = Math.ceil((refusals.endsAt - now) / 1_000);
      const message = `Too many requests without a sign-in. Try again in ${seconds} seconds.`;
      return next(new TooMany('rate-limited', message, seconds));
    }
    response.once('finish', () => {
      if (response.statusCode !== 401) return;
      refusals.count++;
      if (byAddress.size >= MOST_ADDRESSES) byAddress.clear();
      byAddress.set(ip, refusals);
    });
    next();
  };
}
