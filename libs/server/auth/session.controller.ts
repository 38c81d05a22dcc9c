import { Body, Controller, Delete, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { Returns } from '@belltower/core';
import { MeView, SignInInput } from '@belltower/dto';
import type { Request, Response } from 'express';
import { Credentials, sessionTokenOf } from './credentials';
import { AllowAny, CurrentUser, Public } from './decorators';
import { PasswordGuard } from './password.guard';
import { Principal } from './principal';
import { SignInService } from './sign-in.service';
import { User } from './user.entity';

@Controller('sessions')
export class SessionController {
  constructor(
    private readonly signIn: SignInService,
    private readonly credentials: Credentials,
  ) {}

  /** The guard has checked the password; the body is declared for the OpenAPI document. */
  @Post()
  @Public()
  @UseGuards(PasswordGuard)
  @Returns(MeView)
  async start(
    @Body() _input: SignInInput,
    @Req() request: Request & { user: User },
    @Res({ passthrough: true }) response: Response,
  ) {
    const { token, me } = await this.signIn.start(request.user, originOf(request));
    this.credentials.grant(response, token);
    return me;
  }

  @Delete('current')
  @HttpCode(204)
  @AllowAny()
  async end(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    await this.signIn.end(sessionTokenOf(request));
    this.credentials.withdraw(response);
  }

  /** Ends a person's sessions on every device. */
  @Delete()
  @HttpCode(204)
  @AllowAny()
  async endAll(@CurrentUser() user: Principal, @Res({ passthrough: true }) response: Response) {
    await this.signIn.endAll(user);
    this.credentials.withdraw(response);
  }

  /** Brings an operator who acts for an account back to their own. */
  @Delete('acting')
  @AllowAny()
  @Returns(MeView)
  stopActing(@CurrentUser() user: Principal, @Req() request: Request) {
    return this.signIn.stopActing(user, sessionTokenOf(request));
  }
}

export function originOf(request: Request) {
  return { userAgent: request.headers['user-agent'], address: request.ip };
}
