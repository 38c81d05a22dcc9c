// Runs in the media worker, which Node may read as it stands: only syntax that can be erased, imports by file name.
import type { Codec } from './sdp.ts';

/** The same sound in both kinds of G.711. */
export type Sound = Readonly<Record<Codec, Uint8Array>>;

/** µ-law and A-law of no sound at all. */
export const SILENCE: Readonly<Record<Codec, number>> = { pcmu: 0xff, pcma: 0xd5 };

/** What is being played to one call, and how far it has come. */
export class Player {
  private sound: Sound | null = null;
  private again = false;
  private position = 0;

  /** Begins this from its beginning, in place of what is playing; `again` and again, where it is a tone. */
  begin(sound: Sound, again: boolean): void {
    this.sound = sound;
    this.again = again;
    this.position = 0;
  }

  stop(): void {
    this.sound = null;
  }

  /** Writes the next samples, silence behind the last; true where the last is among them. */
  fill(bytes: Uint8Array, from: number, codec: Codec): boolean {
    for (let at = from; at < bytes.length;) {
      const { sound } = this;
      if (!sound) {
        bytes.fill(SILENCE[codec], at);
        return false;
      }
      const part = sound[codec].subarray(this.position, this.position + bytes.length - at);
      bytes.set(part, at);
      at += part.length;
      this.position += part.length;
      if (this.position < sound[codec].length) continue;
      if (this.again && this.position > 0) {
        this.position = 0;
        continue;
      }
      this.stop();
      bytes.fill(SILENCE[codec], at);
      return true;
    }
    return false;
  }
}
