import { ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { Unauthenticated } from '@belltower/core';
import { API_KEY_STRATEGY } from './api-key.strategy';
import { PUBLIC } from './decorators';
import { SESSION_COOKIE_STRATEGY } from './session-cookie.strategy';

/** Guards every route: who carries neither a session nor a key gets no further, except where it is public. */
@Injectable()
export class SignInGuard extends AuthGuard([API_KEY_STRATEGY, SESSION_COOKIE_STRATEGY]) {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const open = this.reflector.getAllAndOverride<boolean>(PUBLIC, [
      context.getHandler(),
      context.getClass(),
    ]);
    return open ? true : (super.canActivate(context) as Promise<boolean>);
  }

  override handleRequest<T>(error: unknown, user: T): T {
    if (error) throw error;
    if (!user) throw new Unauthenticated('sign-in.needed', 'Sign in first.');
    return user;
  }
}
