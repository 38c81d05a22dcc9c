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
} from '@nestjs/common';
import { Returns, ReturnsPage } from '@belltower/core';
import { PasswordLinkView, UserInput, UserQuery, UserView } from '@belltower/dto';
import { AccountService } from './account.service';
import { Allow, CurrentUser } from './decorators';
import { OperatorService } from './operator.service';
import { Principal } from './principal';
import { UserService } from './user.service';

/** The users of any account, for operators. */
@Controller('platform/accounts/:accountId/users')
export class PlatformUserController {
  constructor(
    private readonly users: UserService,
    private readonly accounts: AccountService,
    private readonly operators: OperatorService,
  ) {}

  @Get()
  @Allow('platform.read')
  @ReturnsPage(UserView)
  async list(
    @CurrentUser() user: Principal,
    @Param('accountId', ParseIntPipe) accountId: number,
    @Query() query: UserQuery,
  ) {
    return this.users.list(await this.within(user, accountId), query);
  }

  @Get(':id')
  @Allow('platform.read')
  @Returns(UserView)
  async get(
    @CurrentUser() user: Principal,
    @Param('accountId', ParseIntPipe) accountId: number,
    @Param('id', ParseIntPipe) id: number,
  ) {
    return this.users.get(await this.within(user, accountId), id);
  }

  @Post()
  @Allow('platform.write')
  @Returns(UserView)
  async create(
    @CurrentUser() user: Principal,
    @Param('accountId', ParseIntPipe) accountId: number,
    @Body() input: UserInput,
  ) {
    return this.users.create(await this.within(user, accountId), input);
  }

  @Put(':id')
  @Allow('platform.write')
  @Returns(UserView)
  async replace(
    @CurrentUser() user: Principal,
    @Param('accountId', ParseIntPipe) accountId: number,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: UserInput,
  ) {
    return this.users.replace(await this.within(user, accountId), id, input);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('platform.write')
  async remove(
    @CurrentUser() user: Principal,
    @Param('accountId', ParseIntPipe) accountId: number,
    @Param('id', ParseIntPipe) id: number,
  ) {
    await this.users.remove(await this.within(user, accountId), id);
  }

  @Post(':id/reset-link')
  @Allow('platform.write')
  @Returns(PasswordLinkView)
  async resetLink(
    @CurrentUser() user: Principal,
    @Param('accountId', ParseIntPipe) accountId: number,
    @Param('id', ParseIntPipe) id: number,
  ) {
    return this.users.passwordLink(await this.within(user, accountId), id);
  }

  /** Lets a user run the platform. */
  @Post(':id/appoint-operator')
  @HttpCode(200)
  @Allow('platform.write')
  @Returns(UserView)
  async appoint(
    @CurrentUser() user: Principal,
    @Param('accountId', ParseIntPipe) accountId: number,
    @Param('id', ParseIntPipe) id: number,
  ) {
    return this.operators.appoint(await this.within(user, accountId), id);
  }

  /** Makes an operator a user like others; the last one stays. */
  @Post(':id/dismiss-operator')
  @HttpCode(200)
  @Allow('platform.write')
  @Returns(UserView)
  async dismiss(
    @CurrentUser() user: Principal,
    @Param('accountId', ParseIntPipe) accountId: number,
    @Param('id', ParseIntPipe) id: number,
  ) {
    return this.operators.dismiss(await this.within(user, accountId), id);
  }

  /** The operator, seen as somebody of that account: what they do is recorded there, in their name. */
  private async within(user: Principal, accountId: number): Promise<Principal> {
    await this.accounts.get(accountId);
    return { ...user, accountId };
  }
}
