import { Allow, CurrentUser, type Principal } from '@belltower/auth';
import { Returns, sendDownload } from '@belltower/core';
import { PersonErasedView, PersonEraseInput, PersonQuery, PersonView } from '@belltower/dto';
import { Body, Controller, Get, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { PersonEraser } from './person-eraser';
import { PersonService } from './person.service';

@Controller('persons')
export class PersonController {
  constructor(
    @Inject(PersonService) private readonly persons: PersonService,
    @Inject(PersonEraser) private readonly eraser: PersonEraser,
  ) {}

  /** What the account keeps of one person: how much, and what becomes of it when they are erased. */
  @Get()
  @Allow('person.read')
  @Returns(PersonView)
  view(@CurrentUser() user: Principal, @Query() query: PersonQuery) {
    return this.persons.view(user, query);
  }

  /** All of it as one JSON file, to be handed over to the person: what was said in calls as WAV in base 64. */
  @Get('file')
  @Allow('person.read')
  @ApiOkResponse({ content: { 'application/json': { schema: { type: 'object' } } } })
  file(@CurrentUser() user: Principal, @Query() query: PersonQuery, @Res() response: Response) {
    const file = { filename: 'person.json', type: 'application/json; charset=utf-8' };
    return sendDownload(response, file, this.persons.file(user, query));
  }

  /**
   * Erases all of it, for good, but for opt-outs and do-not-call lists. Calls and messages stay as rows that name nobody,
   * so that reports stay right. Refused while the number is being reached.
   */
  @Post('erase')
  @HttpCode(200)
  @Allow('person.erase')
  @Returns(PersonErasedView)
  erase(@CurrentUser() user: Principal, @Body() input: PersonEraseInput) {
    return this.eraser.erase(user, input);
  }
}
