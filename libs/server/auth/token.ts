import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;

/** A secret that cannot be guessed, fit for a link, a cookie or a header. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is stored instead of a token; no salt is needed, as tokens are random and long. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** The value that a browser must echo in `x-csrf-token`: bound to its session, so that no other will do. */
export function csrfTokenOf(sessionToken: string): string {
  return hashOfToken(`csrf:${sessionToken}`);
}

/** Compares without telling by its duration how much was right. */
export function sameToken(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
