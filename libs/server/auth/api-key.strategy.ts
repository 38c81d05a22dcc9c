import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-custom';
import { Credentials } from './credentials';
import { Principal } from './principal';

export const API_KEY_STRATEGY = 'api-key';

/** A program with `Authorization: Bearer <key>`. */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy(Strategy, API_KEY_STRATEGY) {
  constructor(@Inject(Credentials) private readonly credentials: Credentials) {
    super();
  }

  async validate(request: Request): Promise<Principal | false> {
    return (await this.credentials.ofApiKey(request)) ?? false;
  }
}
