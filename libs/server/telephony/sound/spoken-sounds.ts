import { Prompt } from '../telephony';
import { Sounds } from './sounds';
import { Speech } from './speech';
import { Voice } from './voice';

/** Says what is written; there are no recordings. */
export class SpokenSounds extends Sounds {
  constructor(private readonly speaker: Voice) {
    super();
  }

  voice(): Promise<string | null> {
    return this.speaker.name();
  }

  make(prompt: Prompt, language: string, done: (speech: Speech | null) => void): void {
    if (prompt.kind === 'text')
      return this.speaker.speak(prompt.text, prompt.language ?? language, done);
    done(null);
  }
}
