import { Speech } from './media';

/** Turns text into sound. */
export abstract class Voice {
  /** What it speaks with, for people; null where nothing can speak. */
  abstract name(): Promise<string | null>;

  /** `done` is told once, at once where the sound is known already; null where the text could not be spoken. */
  abstract speak(text: string, done: (speech: Speech | null) => void): void;
}
