import { Resampler } from './resampler';

/** Sound as samples of one channel. */
export interface Sound {
  samplesPerSecond: number;
  samples: Int16Array;
}

/**
 * The sound in a WAV of 16 bits and one channel; a length that is not true, as programs write that do not know
 * it yet, is corrected by what is there. Null for anything else.
 */
export function parseWav(bytes: Buffer): Sound | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    return null;
  let samplesPerSecond = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (name === 'fmt ') {
      if (body.length < 16 || body.readUInt16LE(0) !== 1) return null;
      if (body.readUInt16LE(2) !== 1 || body.readUInt16LE(14) !== 16) return null;
      samplesPerSecond = body.readUInt32LE(4);
    } else if (name === 'data') {
      if (samplesPerSecond < 1_000 || samplesPerSecond > 192_000) return null;
      const samples = new Int16Array(body.length >> 1);
      for (let index = 0; index < samples.length; index++)
        samples[index] = body.readInt16LE(2 * index);
      return { samplesPerSecond, samples };
    }
    at += 8 + length + (length & 1);
  }
  return null;
}

/** The same sound at another rate, without what that rate cannot carry. */
export function resample({ samplesPerSecond, samples }: Sound, rate: number): Int16Array {
  if (samplesPerSecond === rate) return samples;
  const resampler = new Resampler(samplesPerSecond, rate);
  const [most, rest] = [resampler.push(Float32Array.from(samples)), resampler.end()];
  const result = new Int16Array(most.length + rest.length);
  const put = (piece: Float32Array, from: number) =>
    piece.forEach((sample, at) => {
      result[from + at] = Math.max(-32_768, Math.min(32_767, Math.round(sample)));
    });
  put(most, 0);
  put(rest, most.length);
  return result;
}
