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

const TAPS_EACH_SIDE = 16;
/** Of what the new rate could carry: the filter needs room to fall. */
const PASSED = 0.92;

/** The same sound at another rate, without what that rate cannot carry (a windowed sinc). */
export function resample({ samplesPerSecond, samples }: Sound, rate: number): Int16Array {
  if (samplesPerSecond === rate) return samples;
  const step = samplesPerSecond / rate;
  const cutoff = PASSED * Math.min(1, 1 / step);
  const reach = TAPS_EACH_SIDE * Math.max(1, step);
  const result = new Int16Array(Math.floor(samples.length / step));
  for (let at = 0; at < result.length; at++) {
    const middle = at * step;
    let sum = 0;
    const last = Math.min(samples.length - 1, Math.floor(middle + reach));
    for (let index = Math.max(0, Math.ceil(middle - reach)); index <= last; index++)
      sum += samples[index]! * weight(index - middle, cutoff, reach);
    result[at] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
  return result;
}

/** A low-pass filter at this distance in samples, under a Hann window. */
function weight(distance: number, cutoff: number, reach: number): number {
  const angle = Math.PI * distance * cutoff;
  const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
  return cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
}
