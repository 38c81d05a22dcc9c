import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns, ReturnsPage } from '@belltower/core';
import {
  Affected,
  PlatformListInput,
  PlatformListView,
  SuppressionListQuery,
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
import { OF_PLATFORM } from './list-scope';
import { SuppressionListService } from './suppression-list.service';

/** Do-not-call lists that hold for every campaign of every account, for operators. */
@Controller('platform/suppression-lists')
export class PlatformListController {
  constructor(private readonly lists: SuppressionListService) {}

  @Get()
  @Allow('platform.read')
  @ReturnsPage(PlatformListView)
  list(@Query() query: SuppressionListQuery) {
    return this.lists.list(OF_PLATFORM, query);
  }

  @Get(':id')
  @Allow('platform.read')
  @Returns(PlatformListView)
  get(@Param('id', ParseIntPipe) id: number) {
    return this.lists.get(OF_PLATFORM, id);
  }

  @Post()
  @Allow('platform.write')
  @Returns(PlatformListView)
  create(@CurrentUser() user: Principal, @Body() input: PlatformListInput) {
    return this.lists.create(OF_PLATFORM, user, input);
  }

  @Put(':id')
  @Allow('platform.write')
  @Returns(PlatformListView)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: PlatformListInput,
  ) {
    return this.lists.replace(OF_PLATFORM, user, id, input);
  }

  /** Takes every number off the list, and keeps the list. */
  @Post(':id/empty')
  @HttpCode(200)
  @Allow('platform.write')
  @Returns(Affected)
  async empty(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return { affected: await this.lists.empty(OF_PLATFORM, user, id) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('platform.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.lists.remove(OF_PLATFORM, user, id);
  }
}
