import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-custom';
import { bearerOf, Credentials } from './credentials';
import { Principal } from './principal';

/** Passport's name for it; `session` is one of passport's own. */
export const SESSION_COOKIE_STRATEGY = 'session-cookie';

/** A browser that has signed in. */
@Injectable()
export class SessionCookieStrategy extends PassportStrategy(Strategy, SESSION_COOKIE_STRATEGY) {
  constructor(@Inject(Credentials) private readonly credentials: Credentials) {
    super();
  }

  async validate(request: Request): Promise<Principal | false> {
    // A wrong key is not made good by a cookie.
    if (bearerOf(request)) return false;
    return (await this.credentials.ofSession(request)) ?? false;
  }
}
