import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns } from '@belltower/core';
import { NumberCheckQuery, NumberCheckView } from '@belltower/dto';
import { Controller, Get, Query } from '@nestjs/common';
import { NumberCheckService } from './number-check.service';

@Controller('numbers')
export class NumberCheckController {
  constructor(private readonly checks: NumberCheckService) {}

  /** May this number be called? Every rule one by one, with its verdict, and all in a sentence. */
  @Get('check')
  @Allow('suppression.read')
  @Returns(NumberCheckView)
  check(@CurrentUser() user: Principal, @Query() query: NumberCheckQuery) {
    return this.checks.check(user, query);
  }
}
