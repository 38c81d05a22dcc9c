import { SAMPLE_OF_MU_LAW } from './g711';

const RATE = 8_000;

/** Bytes in front of the sound of a {@link writeWav}. */
export const WAV_HEAD_BYTES = 44;

/** G.711 µ-law as a WAV that every switch reads: one channel, 16 bits, 8,000 samples a second. */
export function writeWav(pcmu: Uint8Array): Buffer {
  return Buffer.concat([wavHead(pcmu.length), wavSound(pcmu)]);
}

/** What stands in front of so many samples. */
export function wavHead(samples: number): Buffer {
  const head = Buffer.alloc(WAV_HEAD_BYTES);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(WAV_HEAD_BYTES - 8 + 2 * samples, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(2 * RATE, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(2 * samples, 40);
  return head;
}

/** The sound as it stands in the file. */
export function wavSound(pcmu: Uint8Array): Buffer {
  const sound = Buffer.alloc(2 * pcmu.length);
  for (let at = 0; at < pcmu.length; at++) sound.writeInt16LE(SAMPLE_OF_MU_LAW[pcmu[at]!]!, 2 * at);
  return sound;
}
