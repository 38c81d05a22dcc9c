import { Body, Controller, Get, HttpCode, Put, Res } from '@nestjs/common';
import { Forbidden, Returns } from '@belltower/core';
import { ChangePasswordInput, MeView } from '@belltower/dto';
import type { Response } from 'express';
import { AccountService } from './account.service';
import { Credentials } from './credentials';
import { AllowAny, CurrentUser } from './decorators';
import { PasswordService } from './password.service';
import { Principal } from './principal';

@Controller('me')
export class MeController {
  constructor(
    private readonly accounts: AccountService,
    private readonly passwords: PasswordService,
    private readonly credentials: Credentials,
  ) {}

  @Get()
  @AllowAny()
  @Returns(MeView)
  get(@CurrentUser() user: Principal) {
    return this.accounts.me(user);
  }

  /** Ends all of one's sessions, this one too: sign in again with the new password. */
  @Put('password')
  @HttpCode(204)
  @AllowAny()
  async changePassword(
    @CurrentUser() user: Principal,
    @Body() input: ChangePasswordInput,
    @Res({ passthrough: true }) response: Response,
  ) {
    if (user.userId === null) throw new Forbidden('password.none', 'An API key has no password.');
    await this.passwords.change(user.userId, input);
    this.credentials.withdraw(response);
  }
}
