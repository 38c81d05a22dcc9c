import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns, ReturnsPage } from '@belltower/core';
import { SuppressionInput, SuppressionQuery, SuppressionView } from '@belltower/dto';
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
import { SuppressionService } from './suppression.service';

@Controller('suppressions')
export class SuppressionController {
  constructor(private readonly suppressions: SuppressionService) {}

  @Get()
  @Allow('suppression.read')
  @ReturnsPage(SuppressionView)
  list(@CurrentUser() user: Principal, @Query() query: SuppressionQuery) {
    return this.suppressions.list(user, query);
  }

  @Get(':id')
  @Allow('suppression.read')
  @Returns(SuppressionView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.suppressions.get(user, id);
  }

  @Post()
  @Allow('suppression.write')
  @Returns(SuppressionView)
  create(@CurrentUser() user: Principal, @Body() input: SuppressionInput) {
    return this.suppressions.create(user, input);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('suppression.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.suppressions.remove(user, id);
  }
}
