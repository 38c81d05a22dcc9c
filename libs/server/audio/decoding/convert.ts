import { Resampler } from '../../telephony/sound/resampler.ts';
import { OutOfBits } from './bits.ts';
import { decode } from './decode.ts';
import type { Format } from './decode.ts';
import { Refusal } from './refusal.ts';
import type { Stretch } from './stretch.ts';

/** Samples a second of a telephone. */
const RATE = 8_000;
const MOST_CHANNELS = 32;
const LEAST_SAMPLES = RATE / 10;
/** -60 dB below the loudest: what is never above it cannot be heard on a telephone. */
const AUDIBLE = 33;

export interface Converted {
  format: Format;
  /** 8,000 a second, of one channel. */
  samples: Int16Array;
}

/**
 * The sound of a file as a telephone carries it: channels become one by their mean, nothing is made louder or softer.
 * What is too long ends the work there, however much more a file would unpack to.
 * @throws Refusal
 */
export async function convert(bytes: Uint8Array, longestSeconds: number): Promise<Converted> {
  try {
    const { format, sound } = decode(bytes);
    const take = new Take(longestSeconds);
    for await (const stretch of sound) take.add(stretch);
    return { format, samples: take.end() };
  } catch (error) {
    if (error instanceof OutOfBits) throw new Refusal('cut-off');
    // What a damaged file leads to that no decoder has foreseen: places beyond its end, sizes that cannot be.
    if (error instanceof RangeError) throw new Refusal('damaged');
    throw error;
  }
}

/** Gathers what a telephone will carry. */
class Take {
  private readonly most: number;
  private readonly longestSeconds: number;
  private readonly pieces: Float32Array[] = [];
  private length = 0;
  private resampler?: Resampler;

  constructor(longestSeconds: number) {
    this.longestSeconds = longestSeconds;
    this.most = longestSeconds * RATE;
  }

  add({ channels, samplesPerSecond }: Stretch): void {
    if (!channels.length || channels.length > MOST_CHANNELS) throw new Refusal('damaged');
    if (this.resampler?.from !== samplesPerSecond) {
      if (!Resampler.takes(samplesPerSecond))
        throw new Refusal(
          'unsupported',
          `This file has ${samplesPerSecond} samples a second. From 1,000 to 192,000 are read.`,
        );
      if (this.resampler) this.keep(this.resampler.end());
      this.resampler = new Resampler(samplesPerSecond, RATE);
    }
    this.keep(this.resampler.push(meanOf(channels)));
  }

  end(): Int16Array {
    if (this.resampler) this.keep(this.resampler.end());
    if (this.length < LEAST_SAMPLES) throw new Refusal('too-short');
    const samples = new Int16Array(this.length);
    let at = 0;
    for (const piece of this.pieces) {
      for (const sample of piece)
        samples[at++] = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
    }
    if (!samples.some((sample) => Math.abs(sample) >= AUDIBLE)) throw new Refusal('silent');
    return samples;
  }

  private keep(piece: Float32Array): void {
    this.length += piece.length;
    if (this.length > this.most) {
      const minutes = this.longestSeconds / 60;
      throw new Refusal(
        'too-long',
        `This recording is longer than ${minutes} minutes, the most that can be kept.`,
      );
    }
    this.pieces.push(piece);
  }
}

function meanOf(channels: Float32Array[]): Float32Array {
  const [first] = channels;
  if (channels.length === 1) return first!;
  const mean = new Float32Array(first!.length);
  for (const samples of channels) {
    for (let at = 0; at < mean.length; at++) mean[at]! += samples[at]! / channels.length;
  }
  return mean;
}
