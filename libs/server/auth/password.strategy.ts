import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-local';
import { PasswordService } from './password.service';
import { User } from './user.entity';

export const PASSWORD_STRATEGY = 'password';

/** A person with e-mail and password, at sign-in. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(Strategy, PASSWORD_STRATEGY) {
  constructor(@Inject(PasswordService) private readonly passwords: PasswordService) {
    super({ usernameField: 'email', session: false });
  }

  async validate(email: string, password: string): Promise<User | false> {
    return (await this.passwords.userOf({ email, password })) ?? false;
  }
}
