import { Principal, Throttle } from '@belltower/auth';
import { Invalid, Unavailable } from '@belltower/core';
import { VoiceTrialInput, VoiceView } from '@belltower/dto';
import { Speech, Voice, writeWav } from '@belltower/telephony';
import { Inject, Injectable } from '@nestjs/common';

/** Texts that one person can listen to. */
const TRIALS = 30;
const TRIAL_SECONDS = 60;

/** What can be spoken here, and how it sounds. */
@Injectable()
export class VoiceService {
  constructor(
    @Inject(Voice) private readonly voice: Voice,
    @Inject(Throttle) private readonly throttle: Throttle,
  ) {}

  /** The languages that texts can be spoken in, in the order of their names; none where nothing can speak. */
  async list(): Promise<VoiceView[]> {
    const names = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' });
    const languages = await this.voice.languages();
    return languages
      .map(({ language, speaker }) => ({ language, label: nameOf(names, language), speaker }))
      .sort((a, b) => a.label.localeCompare(b.label, 'en'));
  }

  /**
   * A text as a call would say it, as WAV.
   * @throws Unavailable `voice.none`
   * @throws Invalid `voice.unknown-language`, `voice.nothing-said`
   * @throws TooMany `throttled`
   */
  async trial(user: Principal, { text, language }: VoiceTrialInput): Promise<Buffer> {
    const languages = await this.voice.languages();
    if (!languages.length) {
      throw new Unavailable(
        'voice.none',
        'Nothing can speak here. eSpeak NG or Piper has to be installed on the server, or record the message and upload it.',
      );
    }
    if (!languages.some((known) => known.language === language)) {
      const message = 'This language cannot be spoken here';
      throw new Invalid('voice.unknown-language', `${message}.`, [{ field: 'language', message }]);
    }
    const who = user.userId ?? `key ${user.name}`;
    await this.throttle.attempt({
      subject: `voice:${user.accountId}:${who}`,
      attempts: TRIALS,
      windowSeconds: TRIAL_SECONDS,
    });
    const speech = await new Promise<Speech | null>((done) =>
      this.voice.speak(text, language, done),
    );
    if (!speech) {
      const message = 'This text could not be spoken: it may be too long, or hold no words';
      throw new Invalid('voice.nothing-said', `${message}.`, [{ field: 'text', message }]);
    }
    return writeWav(speech.pcmu);
  }
}

/** eSpeak NG has languages of which nobody else knows a name, such as `en-gb-x-gbclan`. */
function nameOf(names: Intl.DisplayNames, language: string): string {
  try {
    return names.of(language) ?? language;
  } catch {
    // Not a language tag of BCP 47.
    return language;
  }
}
