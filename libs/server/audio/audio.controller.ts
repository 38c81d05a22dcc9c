import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { Returns, ReturnsPage } from '@belltower/core';
import {
  AudioInput,
  AudioQuery,
  AudioReplacementQuery,
  AudioUploadQuery,
  AudioView,
} from '@belltower/dto';
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
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AudioFile } from './audio-file';
import { AudioService } from './audio.service';

const UPLOADS = ['multipart/form-data', 'audio/*', 'application/octet-stream'];
const UPLOAD = {
  schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
};

@Controller('audio')
export class AudioController {
  constructor(
    @Inject(AudioService) private readonly audio: AudioService,
    @Inject(AudioFile) private readonly file: AudioFile,
  ) {}

  @Get()
  @Allow('audio.read')
  @ReturnsPage(AudioView)
  list(@CurrentUser() user: Principal, @Query() query: AudioQuery) {
    return this.audio.list(user, query);
  }

  /**
   * Adds a recording: WAV, MP3, OGG (Vorbis, Opus) or FLAC, as a form or as the body itself, of up to ten minutes.
   * It is converted once to what a telephone carries.
   */
  @Post()
  @Allow('audio.write')
  @Returns(AudioView)
  @ApiConsumes(...UPLOADS)
  @ApiBody(UPLOAD)
  upload(
    @CurrentUser() user: Principal,
    @Req() request: Request,
    @Query() query: AudioUploadQuery,
  ) {
    return this.file.add(user, request, query);
  }

  @Get(':id')
  @Allow('audio.read')
  @Returns(AudioView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.audio.get(user, id);
  }

  @Put(':id')
  @Allow('audio.write')
  @Returns(AudioView)
  rename(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: AudioInput,
  ) {
    return this.audio.rename(user, id, input);
  }

  /** Refused while a campaign that may still call plays it. */
  @Delete(':id')
  @HttpCode(204)
  @Allow('audio.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.audio.remove(user, id);
  }

  /** The recording as a telephone plays it, as WAV; parts of it by `Range`. */
  @Get(':id/sound')
  @Allow('audio.read')
  @ApiOkResponse({ content: { 'audio/wav': { schema: { type: 'string', format: 'binary' } } } })
  sound(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    return this.file.send(user, id, request, response);
  }

  /** Puts another sound in the place of the recording's; calls placed from then on play it. */
  @Put(':id/sound')
  @Allow('audio.write')
  @Returns(AudioView)
  @ApiConsumes(...UPLOADS)
  @ApiBody(UPLOAD)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Req() request: Request,
    @Query() query: AudioReplacementQuery,
  ) {
    return this.file.replace(user, id, request, query);
  }
}
