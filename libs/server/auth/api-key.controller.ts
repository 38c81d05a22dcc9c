import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Query,
} from '@nestjs/common';
import { Returns, ReturnsPage } from '@belltower/core';
import { ApiKeyInput, ApiKeyView, NewApiKeyView, PageQuery } from '@belltower/dto';
import { ApiKeyService } from './api-key.service';
import { Allow, CurrentUser } from './decorators';
import { Principal } from './principal';

@Controller('api-keys')
export class ApiKeyController {
  constructor(private readonly keys: ApiKeyService) {}

  @Get()
  @Allow('api-key.write')
  @ReturnsPage(ApiKeyView)
  list(@CurrentUser() user: Principal, @Query() query: PageQuery) {
    return this.keys.list(user, query);
  }

  /** Answers with the key itself, this one time. */
  @Post()
  @Allow('api-key.write')
  @Returns(NewApiKeyView)
  create(@CurrentUser() user: Principal, @Body() input: ApiKeyInput) {
    return this.keys.create(user, input);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('api-key.write')
  revoke(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.keys.revoke(user, id);
  }
}
