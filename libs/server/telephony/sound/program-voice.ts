import { availableParallelism } from 'node:os';
import { KeptSpeeches } from './kept-speeches';
import { ProgramLimits } from './run-program';
import { Speech } from './speech';
import { Voice } from './voice';

/** Of one text. What it gives is some three minutes. */
export const SPEAKING: ProgramLimits = { patienceMs: 20_000, mostBytes: 8_000_000 };

/** Programs at the same time; the other texts wait. */
const MOST_AT_ONCE = Math.max(2, availableParallelism() - 1);
/** Texts that wait; what comes on top is not spoken, as its call could not wait for so long. */
const MOST_WAITING = 2_000;
/** Over an hour of sound. */
const MOST_KEPT_BYTES = 67_108_864;

type Listener = (speech: Speech | null) => void;

interface Wanted {
  text: string;
  language: string;
  name: string;
}

/** Speaks with a program, once for each text, however many ask for it at the same time. What has been spoken is kept. */
export abstract class ProgramVoice extends Voice {
  private readonly kept = new KeptSpeeches(MOST_KEPT_BYTES);
  private readonly wanted = new Map<string, Listener[]>();
  private readonly queue: Wanted[] = [];
  private running = 0;

  /** Never rejects; null where the text cannot be spoken. */
  protected abstract make(text: string, language: string): Promise<Speech | null>;

  speak(text: string, language: string, done: Listener): void {
    const name = `${language} ${text}`;
    const known = this.kept.find(name);
    if (known) return done(known);
    const waiting = this.wanted.get(name);
    if (waiting) {
      waiting.push(done);
      return;
    }
    if (this.queue.length >= MOST_WAITING) return done(null);
    this.wanted.set(name, [done]);
    this.queue.push({ text, language, name });
    this.next();
  }

  private next(): void {
    if (this.running >= MOST_AT_ONCE) return;
    const wanted = this.queue.shift();
    if (wanted === undefined) return;
    const { name, text, language } = wanted;
    this.running++;
    void this.make(text, language).then((speech) => {
      this.running--;
      if (speech) this.kept.keep(name, speech);
      const listeners = this.wanted.get(name) ?? [];
      this.wanted.delete(name);
      for (const done of listeners) done(speech);
      this.next();
    });
  }
}
