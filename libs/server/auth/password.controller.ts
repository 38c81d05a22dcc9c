import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ForgottenPasswordInput, ResetPasswordInput } from '@belltower/dto';
import type { Request } from 'express';
import { Public } from './decorators';
import { PasswordService } from './password.service';
import { Throttle } from './throttle';

const HOUR_SECONDS = 3_600;
const LETTERS_AN_HOUR = 5;
const REQUESTS_AN_HOUR = 60;

@Controller('password')
export class PasswordController {
  constructor(
    private readonly passwords: PasswordService,
    private readonly throttle: Throttle,
  ) {}

  /** Answers the same whether or not the address is known. */
  @Post('forgotten')
  @HttpCode(204)
  @Public()
  async forgotten(@Body() { email }: ForgottenPasswordInput, @Req() { ip }: Request) {
    const windowSeconds = HOUR_SECONDS;
    await this.throttle.attempt({
      subject: `forgotten-from:${ip}`,
      attempts: REQUESTS_AN_HOUR,
      windowSeconds,
    });
    const subject = `forgotten:${email.trim().toLowerCase()}`;
    await this.throttle.attempt({ subject, attempts: LETTERS_AN_HOUR, windowSeconds });
    this.passwords.forgotten(email);
  }

  @Post('reset')
  @HttpCode(204)
  @Public()
  reset(@Body() input: ResetPasswordInput) {
    return this.passwords.reset(input);
  }
}
