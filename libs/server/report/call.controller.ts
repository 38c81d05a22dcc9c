import { Allow, CurrentUser, type Principal } from '@belltower/auth';
import {
  AnswersListing,
  ListingFormat,
  Returns,
  ReturnsPage,
  sendDownload,
  sendListing,
} from '@belltower/core';
import { CallDetailView, CallQuery, CallsKeptView, CallView, ExportFormat } from '@belltower/dto';
import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseIntPipe,
  Query,
  Res,
} from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { AttemptExport } from './attempt-export';
import { CALL_EXPORT } from './call.columns';
import { CallService } from './call.service';
import { Recordings } from './recordings';

@Controller()
export class CallController {
  constructor(
    @Inject(CallService) private readonly calls: CallService,
    @Inject(AttemptExport) private readonly exports: AttemptExport,
    @Inject(Recordings) private readonly recordings: Recordings,
  ) {}

  /** Finished attempts, newest first: of the last 30 days, or of the period asked for. */
  @Get('calls')
  @Allow('report.read')
  @ReturnsPage(CallView)
  list(@CurrentUser() user: Principal, @Query() query: CallQuery) {
    return this.calls.list(user, query);
  }

  /** All calls that match the filters as one JSON array; streamed, however many. */
  @Get('calls.json')
  @Allow('report.read')
  @ApiOkResponse({ content: { 'application/json': { schema: { type: 'array' } } } })
  json(@CurrentUser() user: Principal, @Query() query: CallQuery, @Res() response: Response) {
    const file = { filename: 'calls.json', type: 'application/json; charset=utf-8' };
    return sendDownload(response, file, this.exports.json(CALL_EXPORT, user, query));
  }

  /** The same as a file: CSV or a workbook, in which no text is taken for a formula, or JSON Lines. */
  @Get('calls.:format')
  @Allow('report.read')
  @AnswersListing()
  async export(
    @CurrentUser() user: Principal,
    @ListingFormat() format: ExportFormat,
    @Query() query: CallQuery,
    @Res() response: Response,
  ) {
    await sendListing(response, await this.exports.listing(CALL_EXPORT, user, query), format);
  }

  /** From when on calls are kept, and what was said in them: older ones are gone, only what they come to stays. */
  @Get('calls/kept')
  @Allow('report.read')
  @Returns(CallsKeptView)
  kept() {
    return this.calls.kept();
  }

  /** One call with its events, and the other attempts to reach the same subscriber. */
  @Get('calls/:id')
  @Allow('report.read')
  @Returns(CallDetailView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.calls.get(user, id);
  }

  /** What the callee said, as a WAV file: to be played, or saved. */
  @Get('calls/:id/recording.wav')
  @Allow('report.read')
  @ApiOkResponse({ content: { 'audio/wav': { schema: { type: 'string', format: 'binary' } } } })
  async recording(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Res() response: Response,
  ): Promise<void> {
    const file = await this.recordings.wav(user, id);
    response.setHeader('content-type', 'audio/wav');
    response.setHeader('content-disposition', `inline; filename="call-${id}.wav"`);
    response.setHeader('cache-control', 'private, no-store');
    response.end(file);
  }

  /** Deletes what the callee said, for good; the call's record stays. */
  @Delete('calls/:id/recording')
  @HttpCode(204)
  @Allow('contact.write')
  removeRecording(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.recordings.remove(user, id);
  }
}
