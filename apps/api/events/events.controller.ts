import { AllowAny, CurrentUser, Principal } from '@belltower/auth';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { EventStreams } from './event-streams';

@Controller('events')
export class EventsController {
  constructor(private readonly streams: EventStreams) {}

  /**
   * Server-sent events of the account: `event` is the topic, `data` says which record changed. They are
   * hints to read again; what happens while the connection is down is not sent later.
   */
  @Get()
  @AllowAny()
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  open(@CurrentUser() user: Principal, @Req() request: Request, @Res() response: Response) {
    this.streams.open(user, request, response);
  }
}
