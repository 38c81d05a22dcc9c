import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Recording } from '../telephony';
import { recordingOf } from './recorded';
import { Speech } from './speech';
import { writeWav } from './wav-file';

/** Sound that a switch plays from files and records into files, by their names in a folder of both. */
export abstract class SharedSounds {
  /**
   * `done` is told the name of a file with this sound, such as `3fa9….wav`; at once where it is known to be there;
   * null where it cannot be written.
   */
  abstract put(speech: Speech, done: (name: string | null) => void): void;

  /** What a switch has recorded under this name, which is then gone; null where nobody spoke. */
  abstract take(name: string, done: (recording: Recording | null) => void): void;

  /** What stands in the way of writing there, for people; null where nothing does. */
  abstract problem(): Promise<string | null>;
}

/** Unused for so long, a file goes: it would be written again by the next call that wants it. */
const KEPT_MS = 2 * 3_600_000;
/** A file in use says so this often, at most. */
const TOUCHED_MS = 600_000;
/** What a switch writes may take a moment to be seen over a network file system. */
const LOOKS = 10;
const LOOK_AGAIN_MS = 100;
/** Ours, by their names: nothing else in that folder is touched. */
const OURS = /^([0-9a-f]{32}|rec-[A-Za-z0-9._-]{1,100})\.wav(\.\d+)?$/;

/**
 * A folder of WAV files (8,000 samples a second, 16 bits) that a switch sees too. Each is named for its content, so
 * that any number of processes and calls share it.
 */
export class SoundFolder extends SharedSounds {
  private readonly names = new WeakMap<Speech, string>();
  /** When a file was last known to be there. */
  private readonly known = new Map<string, number>();
  private readonly writing = new Map<string, Promise<boolean>>();
  private sweptMs = -Infinity;
  /** When the last removal of what is old is through. */
  swept: Promise<void> = Promise.resolve();

  constructor(readonly directory: string) {
    super();
  }

  put(speech: Speech, done: (name: string | null) => void): void {
    const name = this.nameOf(speech);
    if (performance.now() - (this.known.get(name) ?? -Infinity) < TOUCHED_MS) return done(name);
    let writing = this.writing.get(name);
    if (!writing) {
      writing = this.makeSure(name, speech).finally(() => this.writing.delete(name));
      this.writing.set(name, writing);
    }
    void writing.then((there) => done(there ? name : null));
  }

  take(name: string, done: (recording: Recording | null) => void): void {
    void this.read(name).then((bytes) => done(bytes && recordingOf(bytes)));
  }

  async problem(): Promise<string | null> {
    const probe = join(this.directory, `rec-probe.wav.${process.pid}`);
    try {
      await mkdir(this.directory, { recursive: true });
      await writeFile(probe, '');
      await rm(probe, { force: true });
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }

  private nameOf(speech: Speech): string {
    let name = this.names.get(speech);
    if (!name) {
      name = `${createHash('sha256').update(speech.pcmu).digest('hex').slice(0, 32)}.wav`;
      this.names.set(speech, name);
    }
    return name;
  }

  /** Whether the file is there now. A disk that is full or away is told by {@link problem}. */
  private async makeSure(name: string, speech: Speech): Promise<boolean> {
    const path = join(this.directory, name);
    const now = new Date();
    try {
      await utimes(path, now, now);
    } catch {
      // It is not there yet, or no more.
      const whole = `${path}.${process.pid}`;
      try {
        await mkdir(this.directory, { recursive: true });
        await writeFile(whole, writeWav(speech.pcmu), { mode: 0o644 });
        // Whoever plays it never finds half of it.
        await rename(whole, path);
      } catch {
        await rm(whole, { force: true }).catch(() => undefined);
        return false;
      }
    }
    this.known.set(name, performance.now());
    this.sweep();
    return true;
  }

  private async read(name: string): Promise<Buffer | null> {
    const path = join(this.directory, name);
    for (let look = 0; look < LOOKS; look++) {
      try {
        const bytes = await readFile(path);
        await rm(path, { force: true });
        return bytes;
      } catch {
        await new Promise((again) => setTimeout(again, LOOK_AGAIN_MS));
      }
    }
    return null;
  }

  /** Now and then, what nobody has used for long is removed. */
  private sweep(): void {
    const nowMs = performance.now();
    if (nowMs - this.sweptMs < TOUCHED_MS) return;
    this.sweptMs = nowMs;
    for (const [name, atMs] of this.known) if (nowMs - atMs > TOUCHED_MS) this.known.delete(name);
    // The next sweep tries again what could not be removed.
    this.swept = this.removeOld().catch(() => undefined);
  }

  private async removeOld(): Promise<void> {
    for (const name of await readdir(this.directory)) {
      if (!OURS.test(name)) continue;
      const path = join(this.directory, name);
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > KEPT_MS) await rm(path, { force: true });
    }
  }
}
