import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { ReturnsMany } from '@belltower/core';
import { VoiceTrialInput, VoiceView } from '@belltower/dto';
import { Body, Controller, Get, HttpCode, Inject, Post, StreamableFile } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { VoiceService } from './voice.service';

@Controller('voices')
export class VoiceController {
  constructor(@Inject(VoiceService) private readonly voices: VoiceService) {}

  /** The languages in which texts can be spoken on this installation. */
  @Get()
  @Allow('audio.read')
  @ReturnsMany(VoiceView)
  list() {
    return this.voices.list();
  }

  /** A text as calls would say it, as WAV: to listen to before anybody is called. */
  @Post('listen')
  @HttpCode(200)
  @Allow('audio.write')
  @ApiOkResponse({ content: { 'audio/wav': { schema: { type: 'string', format: 'binary' } } } })
  async listen(@CurrentUser() user: Principal, @Body() input: VoiceTrialInput) {
    return new StreamableFile(await this.voices.trial(user, input), { type: 'audio/wav' });
  }
}
