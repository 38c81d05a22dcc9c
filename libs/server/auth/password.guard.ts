import { ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { Unauthenticated, validationPipe } from '@belltower/core';
import { SignInInput } from '@belltower/dto';
import type { Request } from 'express';
import { PASSWORD_STRATEGY } from './password.strategy';
import { Throttle } from './throttle';

const WINDOW_SECONDS = 15 * 60;
/** Wrong passwords for one e-mail from one address: few, and they lock nobody out who is elsewhere. */
const ATTEMPTS_PER_PAIR = 10;
/** Wrong passwords for one e-mail, from wherever. */
const ATTEMPTS_PER_EMAIL = 100;
/** Wrong passwords from one address, for whomever; an office shares one. */
const ATTEMPTS_PER_ADDRESS = 50;

/** Lets a sign-in through whose e-mail and password are right, and few that are not. */
@Injectable()
export class PasswordGuard extends AuthGuard(PASSWORD_STRATEGY) {
  constructor(@Inject(Throttle) private readonly throttle: Throttle) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    // Guards run before pipes, and passport would call an incomplete body a wrong password.
    const input = (await validationPipe().transform(request.body ?? {}, {
      type: 'body',
      metatype: SignInInput,
    })) as SignInInput;
    const email = `sign-in:${input.email.trim().toLowerCase()}`;
    const address = `sign-in-from:${request.ip}`;
    const pair = `${email}:${request.ip}`;
    const window = { windowSeconds: WINDOW_SECONDS };
    await this.throttle.attempt({ subject: address, attempts: ATTEMPTS_PER_ADDRESS, ...window });
    await this.throttle.attempt({ subject: pair, attempts: ATTEMPTS_PER_PAIR, ...window });
    await this.throttle.attempt({ subject: email, attempts: ATTEMPTS_PER_EMAIL, ...window });
    await super.canActivate(context);
    await this.throttle.clear(pair);
    await this.throttle.forgive(email);
    await this.throttle.forgive(address);
    return true;
  }

  override handleRequest<T>(error: unknown, user: T): T {
    if (error) throw error;
    if (!user) throw new Unauthenticated('sign-in.wrong', 'E-mail or password is wrong.');
    return user;
  }
}
