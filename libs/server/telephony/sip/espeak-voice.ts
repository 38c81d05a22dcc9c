import { spawn } from 'node:child_process';
import { aLaw, encode, muLaw } from './g711';
import { Speech } from './media';
import { Voice } from './voice';
import { parseWav, resample } from './wav';

const PROGRAM = 'espeak-ng';
const RATE = 8_000;
const WORDS_PER_MINUTE = 150;
const PATIENCE_MS = 10_000;
/** Some three minutes of what it gives. */
const MOST_BYTES = 8_000_000;
const MOST_KEPT = 200;
/** Whether it is there is looked at again after so long: somebody may have installed it. */
const LOOK_AGAIN_MS = 60_000;
/** Programs at the same time; the other texts wait. */
const MOST_AT_ONCE = 2;

type Listener = (speech: Speech | null) => void;

/** Speaks with eSpeak NG where it is installed. What has been spoken is kept, so that a campaign's message is made once. */
export class EspeakVoice extends Voice {
  private readonly kept = new Map<string, Speech>();
  private readonly wanted = new Map<string, Listener[]>();
  private readonly queue: string[] = [];
  private running = 0;
  private known?: { name: Promise<string | null>; atMs: number };

  /** @param language by a name of the program's own, such as `en-us` */
  constructor(
    private readonly language: string,
    private readonly program = PROGRAM,
  ) {
    super();
  }

  name(): Promise<string | null> {
    const now = performance.now();
    if (!this.known || now - this.known.atMs > LOOK_AGAIN_MS) {
      const name = this.run(['--version'], '').then((output) => {
        const version = /(\d+\.\d+[\d.]*)/.exec(output?.toString('utf8') ?? '')?.[1];
        return output && (version ? `eSpeak NG ${version}` : 'eSpeak NG');
      });
      this.known = { name, atMs: now };
    }
    return this.known.name;
  }

  speak(text: string, done: Listener): void {
    const known = this.kept.get(text);
    if (known) return done(known);
    const waiting = this.wanted.get(text);
    if (waiting) {
      waiting.push(done);
      return;
    }
    this.wanted.set(text, [done]);
    this.queue.push(text);
    this.next();
  }

  private next(): void {
    if (this.running >= MOST_AT_ONCE) return;
    const text = this.queue.shift();
    if (text === undefined) return;
    this.running++;
    void this.make(text).then((speech) => {
      this.running--;
      if (speech) this.keep(text, speech);
      const listeners = this.wanted.get(text) ?? [];
      this.wanted.delete(text);
      for (const done of listeners) done(speech);
      this.next();
    });
  }

  private async make(text: string): Promise<Speech | null> {
    // The text goes in by standard input: nothing in it can be an option or a command.
    const words = ['--stdin', '--stdout', '-v', this.language, '-s', String(WORDS_PER_MINUTE)];
    const output = await this.run(words, text);
    const sound = output && parseWav(output);
    if (!sound?.samples.length) return null;
    const samples = resample(sound, RATE);
    return {
      pcmu: encode(samples, muLaw),
      pcma: encode(samples, aLaw),
      seconds: samples.length / RATE,
    };
  }

  private keep(text: string, speech: Speech): void {
    const [oldest] = this.kept.keys();
    if (this.kept.size >= MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(text, speech);
  }

  /** What the program says; null where it is not there, fails, or takes too long. */
  private run(words: readonly string[], input: string): Promise<Buffer | null> {
    return new Promise((resolve) => {
      const child = spawn(this.program, words, { stdio: ['pipe', 'pipe', 'ignore'] });
      const chunks: Buffer[] = [];
      let length = 0;
      const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      const end = (output: Buffer | null) => {
        clearTimeout(patience);
        resolve(output);
      };
      child.stdout.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > MOST_BYTES) child.kill('SIGKILL');
        else chunks.push(chunk);
      });
      // Not installed, or ended before it had read everything.
      child.on('error', () => end(null));
      child.stdin.on('error', () => undefined);
      child.on('close', (code) => end(code === 0 ? Buffer.concat(chunks) : null));
      child.stdin.end(input);
    });
  }
}
