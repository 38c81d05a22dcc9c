import { SAMPLE_OF_MU_LAW } from '@belltower/telephony';

/** Of G.711, in samples a second. */
const RATE = 8_000;
const HEADER_BYTES = 44;

/**
 * Sound of G.711 µ-law as a WAV file of 16-bit samples (RIFF, 1991): every browser plays it, which is not so with
 * µ-law itself.
 */
export function wavOf(pcmu: Uint8Array): Buffer {
  const bytes = pcmu.length * 2;
  const file = Buffer.alloc(HEADER_BYTES + bytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20); // PCM
  file.writeUInt16LE(1, 22); // one channel
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(bytes, 40);
  pcmu.forEach((byte, at) => file.writeInt16LE(SAMPLE_OF_MU_LAW[byte]!, HEADER_BYTES + at * 2));
  return file;
}
