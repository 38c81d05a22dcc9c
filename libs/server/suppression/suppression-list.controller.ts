import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns, ReturnsPage } from '@belltower/core';
import {
  Affected,
  SuppressionListInput,
  SuppressionListQuery,
  SuppressionListView,
} from '@belltower/dto';
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
import { ofAccount } from './list-scope';
import { SuppressionListService } from './suppression-list.service';

@Controller('suppression-lists')
export class SuppressionListController {
  constructor(private readonly lists: SuppressionListService) {}

  @Get()
  @Allow('suppression.read')
  @ReturnsPage(SuppressionListView)
  list(@CurrentUser() user: Principal, @Query() query: SuppressionListQuery) {
    return this.lists.list(ofAccount(user.accountId), query);
  }

  @Get(':id')
  @Allow('suppression.read')
  @Returns(SuppressionListView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.lists.get(ofAccount(user.accountId), id);
  }

  @Post()
  @Allow('suppression.write')
  @Returns(SuppressionListView)
  create(@CurrentUser() user: Principal, @Body() input: SuppressionListInput) {
    return this.lists.create(ofAccount(user.accountId), user, input);
  }

  @Put(':id')
  @Allow('suppression.write')
  @Returns(SuppressionListView)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: SuppressionListInput,
  ) {
    return this.lists.replace(ofAccount(user.accountId), user, id, input);
  }

  /** Takes every number off the list, and keeps the list. Opt-outs stay: they are on no list. */
  @Post(':id/empty')
  @HttpCode(200)
  @Allow('suppression.write')
  @Returns(Affected)
  async empty(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return { affected: await this.lists.empty(ofAccount(user.accountId), user, id) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('suppression.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.lists.remove(ofAccount(user.accountId), user, id);
  }
}
