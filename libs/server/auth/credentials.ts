import { Inject, Injectable } from '@nestjs/common';
import { Config } from '@belltower/core';
import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import { ApiKeyService } from './api-key.service';
import { Principal } from './principal';
import { LONGEST_SESSION_MS, SessionService } from './session.service';
import { csrfTokenOf } from './token';

const SESSION_COOKIE = 'belltower_session';
/** Readable by the panel's scripts, which echo it as `x-csrf-token`. */
const CSRF_COOKIE = 'belltower_csrf';

export function sessionTokenOf(request: Pick<Request, 'headers'>): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[SESSION_COOKIE];
}

/** The key of `Authorization: Bearer …`; undefined without such a header. */
export function bearerOf(request: Pick<Request, 'headers'>): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** What a request carries to say who it comes from: an API key, else the session cookie. */
@Injectable()
export class Credentials {
  constructor(
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(ApiKeyService) private readonly keys: ApiKeyService,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** The signed-in person; null where the request carries no valid session. */
  async ofSession(request: Pick<Request, 'headers'>): Promise<Principal | null> {
    const token = sessionTokenOf(request);
    return token ? this.sessions.principalOf(token) : null;
  }

  /** The holder of the API key; null where the request carries no valid one. */
  async ofApiKey(request: Pick<Request, 'headers'>): Promise<Principal | null> {
    const key = bearerOf(request);
    return key ? this.keys.principalOf(key) : null;
  }

  /** Whichever of the two applies: a wrong key is not made good by a cookie. */
  principalOf(request: Pick<Request, 'headers'>): Promise<Principal | null> {
    return bearerOf(request) ? this.ofApiKey(request) : this.ofSession(request);
  }

  /** Gives the browser its session. */
  grant(response: Response, token: string): void {
    const options = { ...this.cookieOptions(), maxAge: LONGEST_SESSION_MS };
    response.cookie(SESSION_COOKIE, token, { ...options, httpOnly: true });
    response.cookie(CSRF_COOKIE, csrfTokenOf(token), options);
  }

  /** Makes the browser forget its session. */
  withdraw(response: Response): void {
    response.clearCookie(SESSION_COOKIE, this.cookieOptions());
    response.clearCookie(CSRF_COOKIE, this.cookieOptions());
  }

  private cookieOptions() {
    return { sameSite: 'lax', secure: this.config.COOKIE_SECURE, path: '/' } as const;
  }
}
