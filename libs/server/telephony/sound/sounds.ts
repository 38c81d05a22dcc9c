import { Prompt } from '../telephony';
import { gather } from './gather';
import { SoundAbility } from './sound-ability';
import { Speech } from './speech';

/** Makes heard what a call has to say, whether it is written or recorded. */
export abstract class Sounds {
  /** What it speaks with, for people; null where nothing can speak. */
  abstract voice(): Promise<string | null>;

  /** Whether there are recordings, which are heard where nothing can speak too. */
  async hasRecordings(): Promise<boolean> {
    return false;
  }

  /** What calls can say here. */
  async ability(): Promise<SoundAbility> {
    const [voice, recordings] = await Promise.all([this.voice(), this.hasRecordings()]);
    return { voice, recordings };
  }

  /**
   * `done` is told once, at once where the sound is known already; null where there is none: nothing can speak, or the
   * recording is gone.
   * @param language of texts that name none
   */
  abstract make(prompt: Prompt, language: string, done: (speech: Speech | null) => void): void;

  /** The same for several: null where one of them is missing. */
  makeAll(
    prompts: readonly Prompt[],
    language: string,
    done: (speeches: Speech[] | null) => void,
  ): void {
    gather(prompts, (prompt, made) => this.make(prompt, language, made), done);
  }
}
