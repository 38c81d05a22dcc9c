import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Forbidden } from '@belltower/core';
import type { Request } from 'express';
import { bearerOf, sessionTokenOf } from './credentials';
import { csrfTokenOf, sameToken } from './token';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses changes that another web site makes a signed-in browser send: they carry the cookie, but not
 * the token that only our own pages can read. API keys are not sent by themselves and need no such proof.
 */
@Injectable()
export class CsrfGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (SAFE_METHODS.includes(request.method) || bearerOf(request)) return true;
    if (request.headers['sec-fetch-site'] === 'cross-site') throw refusal();
    const session = sessionTokenOf(request);
    // Only a public route comes here without a session; sign-in itself must work with a stale cookie.
    if (!session || !request.user) return true;
    const echoed = request.headers['x-csrf-token'];
    if (typeof echoed === 'string' && sameToken(echoed, csrfTokenOf(session))) return true;
    throw refusal();
  }
}

const refusal = () =>
  new Forbidden('csrf', 'This request did not come from the panel. Reload the page and try again.');
