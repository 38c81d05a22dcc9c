import { Allow, CurrentUser, type Principal } from '@belltower/auth';
import { Returns, ReturnsPage, sendDownload } from '@belltower/core';
import { CallDetailView, CallQuery, CallView } from '@belltower/dto';
import { Controller, Get, Inject, Param, ParseIntPipe, Query, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { CallExport } from './call-export';
import { CallService } from './call.service';

const TEXT = { schema: { type: 'string' } } as const;

@Controller()
export class CallController {
  constructor(
    @Inject(CallService) private readonly calls: CallService,
    @Inject(CallExport) private readonly exports: CallExport,
  ) {}

  /** Finished attempts, newest first: of the last 30 days, or of the period asked for. */
  @Get('calls')
  @Allow('report.read')
  @ReturnsPage(CallView)
  list(@CurrentUser() user: Principal, @Query() query: CallQuery) {
    return this.calls.list(user, query);
  }

  /** All calls that match the filters, as CSV with formulas neutralised; streamed, however many. */
  @Get('calls.csv')
  @Allow('report.read')
  @ApiOkResponse({ content: { 'text/csv': TEXT } })
  csv(@CurrentUser() user: Principal, @Query() query: CallQuery, @Res() response: Response) {
    const file = { filename: 'calls.csv', type: 'text/csv; charset=utf-8' };
    return sendDownload(response, file, this.exports.csv(user, query));
  }

  /** The same, one JSON object a line. */
  @Get('calls.jsonl')
  @Allow('report.read')
  @ApiOkResponse({ content: { 'application/x-ndjson': TEXT } })
  jsonLines(@CurrentUser() user: Principal, @Query() query: CallQuery, @Res() response: Response) {
    const file = { filename: 'calls.jsonl', type: 'application/x-ndjson; charset=utf-8' };
    return sendDownload(response, file, this.exports.jsonLines(user, query));
  }

  /** The same as one JSON array. */
  @Get('calls.json')
  @Allow('report.read')
  @ApiOkResponse({ content: { 'application/json': { schema: { type: 'array' } } } })
  json(@CurrentUser() user: Principal, @Query() query: CallQuery, @Res() response: Response) {
    const file = { filename: 'calls.json', type: 'application/json; charset=utf-8' };
    return sendDownload(response, file, this.exports.json(user, query));
  }

  /** One call with its events, and the other attempts to reach the same subscriber. */
  @Get('calls/:id')
  @Allow('report.read')
  @Returns(CallDetailView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.calls.get(user, id);
  }
}
