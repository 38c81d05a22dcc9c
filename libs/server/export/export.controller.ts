import { Allow, AllowAny, CurrentUser, Principal } from '@belltower/auth';
import { Returns, ReturnsPage } from '@belltower/core';
import { ExportInput, ExportQuery, ExportStartView, ExportView } from '@belltower/dto';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { ExportService } from './export.service';

/** Lists as files. Who may read a list may have it as one: besides the route, that is asked of each. */
@Controller('exports')
export class ExportController {
  constructor(@Inject(ExportService) private readonly exports: ExportService) {}

  /** What is being prepared, or waits to be downloaded, newest first. */
  @Get()
  @Allow('account.read')
  @ReturnsPage(ExportView)
  list(@CurrentUser() user: Principal, @Query() query: ExportQuery) {
    return this.exports.list(user, query);
  }

  /** Tells where a small list can be downloaded at once, and has a file prepared of a large one. */
  @Post()
  @HttpCode(200)
  @AllowAny()
  @Returns(ExportStartView)
  start(@CurrentUser() user: Principal, @Body() input: ExportInput) {
    return this.exports.start(user, input);
  }

  @Get(':id')
  @Allow('account.read')
  @Returns(ExportView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.exports.get(user, id);
  }

  /** The file, until it expires. */
  @Get(':id/file')
  @Allow('account.read')
  @ApiOkResponse({
    content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
  })
  download(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Res() response: Response,
  ) {
    return this.exports.download(user, id, response);
  }

  /** Ends within a second; nothing is kept. Others’ exports are cancelled by managers and owners. */
  @Post(':id/cancel')
  @HttpCode(200)
  @AllowAny()
  @Returns(ExportView)
  cancel(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.exports.cancel(user, id);
  }

  /** With its file. */
  @Delete(':id')
  @HttpCode(204)
  @AllowAny()
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.exports.remove(user, id);
  }
}
