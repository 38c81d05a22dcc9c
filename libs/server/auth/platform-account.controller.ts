import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Put,
  Query,
  Req,
} from '@nestjs/common';
import { Returns, ReturnsMany, ReturnsPage } from '@belltower/core';
import { AccountInput, AccountQuery, AccountView, LimitUsageView, MeView } from '@belltower/dto';
import type { Request } from 'express';
import { AccountService } from './account.service';
import { sessionTokenOf } from './credentials';
import { Allow, CurrentUser } from './decorators';
import { Principal } from './principal';
import { SignInService } from './sign-in.service';
import { UsageService } from './usage.service';

/** All accounts, for operators. */
@Controller('platform/accounts')
export class PlatformAccountController {
  constructor(
    private readonly accounts: AccountService,
    private readonly usage: UsageService,
    private readonly signIn: SignInService,
  ) {}

  @Get()
  @Allow('platform.read')
  @ReturnsPage(AccountView)
  list(@Query() query: AccountQuery) {
    return this.accounts.list(query);
  }

  @Get(':id')
  @Allow('platform.read')
  @Returns(AccountView)
  get(@Param('id', ParseIntPipe) id: number) {
    return this.accounts.get(id);
  }

  @Get(':id/usage')
  @Allow('platform.read')
  @ReturnsMany(LimitUsageView)
  usageOfLimits(@Param('id', ParseIntPipe) id: number) {
    return this.usage.of(id);
  }

  @Post()
  @Allow('platform.write')
  @Returns(AccountView)
  create(@CurrentUser() user: Principal, @Body() input: AccountInput) {
    return this.accounts.create(user, input);
  }

  @Put(':id')
  @Allow('platform.write')
  @Returns(AccountView)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: AccountInput,
  ) {
    return this.accounts.replace(user, id, input);
  }

  /** Removes a suspended account with everything in it. */
  @Delete(':id')
  @HttpCode(204)
  @Allow('platform.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.accounts.remove(user, id);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @Allow('platform.write')
  @Returns(AccountView)
  suspend(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.accounts.suspend(user, id);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Allow('platform.write')
  @Returns(AccountView)
  resume(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.accounts.resume(user, id);
  }

  /** Moves the operator's own session into the account; `DELETE /sessions/acting` brings it back. */
  @Post(':id/sign-in-as')
  @HttpCode(200)
  @Allow('platform.write')
  @Returns(MeView)
  signInAs(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Req() request: Request,
  ) {
    return this.signIn.actFor(user, id, sessionTokenOf(request));
  }
}
