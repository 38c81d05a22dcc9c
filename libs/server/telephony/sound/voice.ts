import { Speech } from './speech';

/** A language that something can be said in. */
export interface SpokenLanguage {
  /** Lower case, with hyphens, for example `en-us`. */
  language: string;
  /** What speaks it, for people, for example `Piper (lessac)`. */
  speaker: string;
}

/** Turns text into sound. */
export abstract class Voice {
  /** What it speaks with, for people; null where nothing can speak. */
  abstract name(): Promise<string | null>;

  /** What it can speak, as far as it can tell. */
  async languages(): Promise<SpokenLanguage[]> {
    return [];
  }

  /**
   * `done` is told once, at once where the sound is known already; null where the text could not be spoken.
   * @param language by eSpeak NG's name of it, such as `en-us`
   */
  abstract speak(text: string, language: string, done: (speech: Speech | null) => void): void;
}
