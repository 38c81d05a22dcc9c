import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns, ReturnsPage } from '@belltower/core';
import { SuppressionListInput, SuppressionListQuery, SuppressionListView } from '@belltower/dto';
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
import { SuppressionListService } from './suppression-list.service';

@Controller('suppression-lists')
export class SuppressionListController {
  constructor(private readonly lists: SuppressionListService) {}

  @Get()
  @Allow('suppression.read')
  @ReturnsPage(SuppressionListView)
  list(@CurrentUser() user: Principal, @Query() query: SuppressionListQuery) {
    return this.lists.list(user, query);
  }

  @Get(':id')
  @Allow('suppression.read')
  @Returns(SuppressionListView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.lists.get(user, id);
  }

  @Post()
  @Allow('suppression.write')
  @Returns(SuppressionListView)
  create(@CurrentUser() user: Principal, @Body() input: SuppressionListInput) {
    return this.lists.create(user, input);
  }

  @Put(':id')
  @Allow('suppression.write')
  @Returns(SuppressionListView)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: SuppressionListInput,
  ) {
    return this.lists.replace(user, id, input);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('suppression.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.lists.remove(user, id);
  }
}
