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
import { Allow, CurrentUser } from './decorators';
import { Principal } from './principal';
import { UserService } from './user.service';

@Controller('users')
export class UserController {
  constructor(private readonly users: UserService) {}

  @Get()
  @Allow('user.read')
  @ReturnsPage(UserView)
  list(@CurrentUser() user: Principal, @Query() query: UserQuery) {
    return this.users.list(user, query);
  }

  @Get(':id')
  @Allow('user.read')
  @Returns(UserView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.users.get(user, id);
  }

  @Post()
  @Allow('user.write')
  @Returns(UserView)
  create(@CurrentUser() user: Principal, @Body() input: UserInput) {
    return this.users.create(user, input);
  }

  @Put(':id')
  @Allow('user.write')
  @Returns(UserView)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: UserInput,
  ) {
    return this.users.replace(user, id, input);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('user.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.users.remove(user, id);
  }

  /** A link with which the user chooses a password, for whoever asks to hand over. */
  @Post(':id/reset-link')
  @Allow('user.write')
  @Returns(PasswordLinkView)
  resetLink(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.users.passwordLink(user, id);
  }
}
