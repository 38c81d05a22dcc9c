import { Body, Controller, Get, Put } from '@nestjs/common';
import { Returns, ReturnsMany } from '@belltower/core';
import { AccountSettingsInput, AccountView, LimitUsageView } from '@belltower/dto';
import { AccountService } from './account.service';
import { Allow, CurrentUser } from './decorators';
import { Principal } from './principal';
import { UsageService } from './usage.service';

/** The caller's own account. */
@Controller('account')
export class AccountController {
  constructor(
    private readonly accounts: AccountService,
    private readonly usage: UsageService,
  ) {}

  @Get()
  @Allow('account.read')
  @Returns(AccountView)
  get(@CurrentUser() user: Principal) {
    return this.accounts.get(user.accountId);
  }

  @Put()
  @Allow('account.write')
  @Returns(AccountView)
  replace(@CurrentUser() user: Principal, @Body() input: AccountSettingsInput) {
    return this.accounts.changeSettings(user, input);
  }

  @Get('usage')
  @Allow('account.read')
  @ReturnsMany(LimitUsageView)
  usageOfLimits(@CurrentUser() user: Principal) {
    return this.usage.of(user.accountId);
  }
}
