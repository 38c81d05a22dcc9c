import { AllowAny, CurrentUser, Principal } from '@belltower/auth';
import { EventQuery } from '@belltower/dto';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { EventStreams } from './event-streams';

@Controller('events')
export class EventsController {
  constructor(private readonly streams: EventStreams) {}

  /**
   * Server-sent events of the account: `event` is the topic, `data` says which record changed. They are hints to read
   * again. Who connects again with `Last-Event-ID` is sent what it has missed, or `missed` where nobody knows; `ready`
   * says where one stands.
   */
  @Get()
  @AllowAny()
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  open(
    @CurrentUser() user: Principal,
    @Query() { after }: EventQuery,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    this.streams.open(user, request.get('last-event-id') || after, request, response);
  }
}
