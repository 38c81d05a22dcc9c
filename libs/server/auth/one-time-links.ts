import { Inject, Injectable } from '@nestjs/common';
import { Clock, Config, Invalid } from '@belltower/core';
import { EntityManager, IsNull, MoreThan } from 'typeorm';
import { OneTimeToken, TokenPurpose } from './one-time-token.entity';
import { hashOfToken, newToken } from './token';

const HOUR_MS = 3_600_000;
const LIFETIME_MS: Record<TokenPurpose, number> = {
  'set-up': 24 * HOUR_MS,
  invite: 7 * 24 * HOUR_MS,
  reset: HOUR_MS,
};
const PAGES: Record<TokenPurpose, string> = {
  'set-up': 'set-up',
  invite: 'reset-password',
  reset: 'reset-password',
};

export interface OneTimeLink {
  link: string;
  expiresAt: Date;
}

/** Links that prove, once and for a while, that somebody was given them. */
@Injectable()
export class OneTimeLinks {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Makes a link for a user, or for the first set-up (null). Earlier ones stop working. */
  async issue(
    db: EntityManager,
    purpose: TokenPurpose,
    userId: number | null,
  ): Promise<OneTimeLink> {
    const tokens = db.getRepository(OneTimeToken);
    await tokens.delete({ userId: userId ?? IsNull() });
    const token = newToken();
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + LIFETIME_MS[purpose]);
    await tokens.insert({
      tokenHash: hashOfToken(token),
      purpose,
      userId,
      createdAt: now,
      expiresAt,
    });
    return { link: `${this.config.PUBLIC_URL}/${PAGES[purpose]}?token=${token}`, expiresAt };
  }

  /**
   * Uses a token up and answers whose it was. Two requests with the same token: one gets it.
   * @throws Invalid `link.not-valid`
   */
  async redeem(db: EntityManager, token: string, purposes: TokenPurpose[]): Promise<number | null> {
    const tokens = db.getRepository(OneTimeToken);
    const tokenHash = hashOfToken(token.trim());
    const found = await tokens.findOneBy({ tokenHash, expiresAt: MoreThan(this.clock.now()) });
    const used =
      found && purposes.includes(found.purpose) ? await tokens.delete({ tokenHash }) : null;
    if (!found || !used?.affected) {
      const message = 'This link is not valid any more. Ask for a new one.';
      throw new Invalid('link.not-valid', message, [{ field: 'token', message }]);
    }
    return found.userId;
  }
}
