import { Config } from '@belltower/core';
import { EspeakVoice, PiperVoice, Sounds, Voice, Voices } from '@belltower/telephony';
import { Inject, Module, OnModuleInit } from '@nestjs/common';
import { AccountSounds } from './account-sounds';
import { AudioController } from './audio.controller';
import { AudioConverter } from './audio-converter';
import { AudioFile } from './audio-file';
import { AudioService } from './audio.service';
import { AudioUpload } from './audio-upload';
import { AudioUses } from './audio-uses';
import { VoiceController } from './voice.controller';
import { VoiceService } from './voice.service';

/** What calls have to say: recordings of accounts, and voices for texts. */
@Module({
  controllers: [AudioController, VoiceController],
  providers: [
    AudioConverter,
    AudioFile,
    AudioService,
    AudioUpload,
    AudioUses,
    VoiceService,
    { provide: Voice, useFactory: voiceOf, inject: [Config] },
    { provide: Sounds, useClass: AccountSounds },
  ],
  exports: [AudioService, AudioUses, Sounds],
})
export class AudioModule implements OnModuleInit {
  constructor(@Inject(AudioUpload) private readonly uploads: AudioUpload) {}

  onModuleInit(): Promise<void> {
    return this.uploads.removeLeftovers();
  }
}

/** Piper where it is set up, as it sounds better; else, and for all other languages, eSpeak NG. */
function voiceOf({ PIPER, PIPER_VOICES }: Readonly<Config>): Voice {
  const espeak = new EspeakVoice();
  return new Voices(PIPER ? [new PiperVoice(PIPER, PIPER_VOICES), espeak] : [espeak]);
}
