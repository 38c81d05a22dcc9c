import { Allow, AllowAny, CurrentUser, type Principal } from '@belltower/auth';
import { Returns, ReturnsPage } from '@belltower/core';
import { SavedViewInput, SavedViewQuery, SavedViewView } from '@belltower/dto';
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
import { SavedViewService } from './saved-view.service';

/** Views of lists that people keep; whoever reads may keep their own. */
@Controller('saved-views')
export class SavedViewController {
  constructor(private readonly views: SavedViewService) {}

  /** The caller’s own, and those for everybody in the account. */
  @Get()
  @Allow('account.read')
  @ReturnsPage(SavedViewView)
  list(@CurrentUser() user: Principal, @Query() query: SavedViewQuery) {
    return this.views.list(user, query);
  }

  @Get(':id')
  @Allow('account.read')
  @Returns(SavedViewView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.views.get(user, id);
  }

  /** Keeps a view: private, or for everybody in the account where the caller is an owner or manager of it. */
  @Post()
  @AllowAny()
  @Returns(SavedViewView)
  create(@CurrentUser() user: Principal, @Body() input: SavedViewInput) {
    return this.views.create(user, input);
  }

  @Put(':id')
  @AllowAny()
  @Returns(SavedViewView)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: SavedViewInput,
  ) {
    return this.views.replace(user, id, input);
  }

  @Delete(':id')
  @HttpCode(204)
  @AllowAny()
  async remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    await this.views.remove(user, id);
  }
}
