import { WAV_HEAD_BYTES, wavHead, wavSound } from '@belltower/telephony';

/** Length of the WAV file of a sound of so many samples. */
export function wavBytes(samples: number): number {
  return WAV_HEAD_BYTES + 2 * samples;
}

/** Which samples the bytes `first` to `last` of the file are made of, `first` and `until`. */
export function samplesIn(first: number, last: number): { first: number; until: number } {
  const sample = (byte: number) => Math.max(0, Math.floor((byte - WAV_HEAD_BYTES) / 2));
  return { first: sample(first), until: last < WAV_HEAD_BYTES ? 0 : sample(last) + 1 };
}

/**
 * The bytes `first` to `last` of the file: 16 bits a sample, which every browser plays.
 * @param pcmu the sound from the first of {@link samplesIn} on
 * @param samples of the whole sound
 */
export function wavPart(pcmu: Buffer, samples: number, first: number, last: number): Buffer {
  const sound = wavSound(pcmu);
  const start = wavBytes(samplesIn(first, last).first);
  if (first >= WAV_HEAD_BYTES) return sound.subarray(first - start, last + 1 - start);
  return Buffer.concat([wavHead(samples), sound]).subarray(first, last + 1);
}
