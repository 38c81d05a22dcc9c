// Runs in the media worker, which Node may read as it stands: only syntax that can be erased, imports by file name.
import { MU_LAW_OF_A_LAW, SAMPLE_OF_MU_LAW } from '../sound/g711.ts';
import type { RecorderTerms } from './media.ts';
import { SILENCE } from './player.ts';
import type { RtpPacket } from './rtp.ts';
import type { Codec } from './sdp.ts';

const SAMPLES_PER_MS = 8;
/** A second of sound. */
const BLOCK = 8_000;
/** Of all calls together, some 120 megabytes: whoever speaks then is cut short. */
const MOST_BLOCKS = 15_000;
/** Mean amplitude of 16-bit samples from which sound is loud: 42 dB below the loudest. */
const LOUD = 256;
/** What is loud for less is a click. */
const LEAST_LOUD = 60 * SAMPLES_PER_MS;
/** What is kept before the first and behind the last loud sound. */
const MARGIN = 300 * SAMPLES_PER_MS;
/** A timestamp that is so far from where it should be counts another clock. */
const MOST_ASTRAY = 2_000 * SAMPLES_PER_MS;

/** What may be held of all that is being said at the same time. */
export class RecordingSpace {
  private readonly most: number;
  private taken = 0;

  constructor(most = MOST_BLOCKS) {
    this.most = most;
  }

  /** Whether there was room for one block more, which is then taken. */
  take(): boolean {
    if (this.taken >= this.most) return false;
    this.taken++;
    return true;
  }

  give(blocks: number): void {
    this.taken -= blocks;
  }
}

/**
 * Takes down what is said in a call, at the place that its timestamp says: what comes late, twice or out of order is
 * where it belongs, and what never came is silence. Ends by silence, with the longest time, or where there is no
 * more room.
 */
export class Recorder {
  /** By second; absent where nothing has come. */
  private readonly blocks = new Map<number, Uint8Array>();
  private readonly terms: RecorderTerms;
  private readonly beganMs: number;
  private readonly space: RecordingSpace;
  /** Timestamp of the first sample. */
  private origin: number | null = null;
  private full = false;
  private lastLoudMs: number;
  private run = 0;
  private firstLoud = Infinity;
  private lastLoud = 0;

  constructor(terms: RecorderTerms, nowMs: number, space: RecordingSpace) {
    this.terms = terms;
    this.beganMs = nowMs;
    this.space = space;
    this.lastLoudMs = nowMs;
  }

  hear({ payload, timestamp }: RtpPacket, codec: Codec, nowMs: number): void {
    const elapsed = Math.round((nowMs - this.beganMs) * SAMPLES_PER_MS);
    this.origin ??= timestamp - elapsed;
    let at = (timestamp - this.origin) | 0;
    if (Math.abs(at - elapsed) > MOST_ASTRAY) {
      this.origin = timestamp - elapsed;
      at = elapsed;
    }
    const sound = codec === 'pcmu' ? payload : payload.map((byte) => MU_LAW_OF_A_LAW[byte]!);
    this.write(sound, at);
    this.listen(sound, at + sound.length, nowMs);
  }

  isOver(nowMs: number): boolean {
    const { maxMs, silenceMs } = this.terms;
    return this.full || nowMs - this.beganMs >= maxMs || nowMs - this.lastLoudMs >= silenceMs;
  }

  /** What was said, from its beginning to its end; null where nothing was. To be asked once, at last. */
  finish(): Uint8Array<ArrayBuffer> | null {
    const { blocks, firstLoud, lastLoud } = this;
    const from = Math.max(0, firstLoud - MARGIN);
    const to = Math.min(lastLoud + MARGIN, this.terms.maxMs * SAMPLES_PER_MS);
    const said = firstLoud < to ? new Uint8Array(to - from).fill(SILENCE.pcmu) : null;
    if (said)
      for (const [second, block] of blocks) {
        const start = second * BLOCK - from;
        const part = block.subarray(Math.max(0, -start), Math.max(0, said.length - start));
        if (part.length) said.set(part, Math.max(0, start));
      }
    this.space.give(blocks.size);
    blocks.clear();
    return said;
  }

  private write(sound: Uint8Array, at: number): void {
    const end = Math.min(at + sound.length, this.terms.maxMs * SAMPLES_PER_MS);
    for (let from = Math.max(0, at); from < end && !this.full;) {
      const second = Math.floor(from / BLOCK);
      const until = Math.min(end, (second + 1) * BLOCK);
      this.blockOf(second)?.set(sound.subarray(from - at, until - at), from - second * BLOCK);
      from = until;
    }
  }

  private blockOf(second: number): Uint8Array | undefined {
    const known = this.blocks.get(second);
    if (known) return known;
    this.full = !this.space.take();
    if (this.full) return undefined;
    const block = new Uint8Array(BLOCK).fill(SILENCE.pcmu);
    this.blocks.set(second, block);
    return block;
  }

  private listen(sound: Uint8Array, end: number, nowMs: number): void {
    let amplitude = 0;
    for (const byte of sound) amplitude += Math.abs(SAMPLE_OF_MU_LAW[byte]!);
    if (amplitude < LOUD * sound.length || !sound.length) {
      this.run = 0;
      return;
    }
    this.run += sound.length;
    if (this.run < LEAST_LOUD) return;
    this.firstLoud = Math.min(this.firstLoud, Math.max(0, end - this.run));
    this.lastLoud = Math.max(this.lastLoud, end);
    this.lastLoudMs = nowMs;
  }
}
