import { viewOf, wordAt } from './bytes.ts';
import { decodeFlac, isFlac } from './flac.ts';
import { decodeMp3, findMp3 } from './mp3.ts';
import { isOgg, readOgg } from './ogg.ts';
import { decodeOpus, isOpus } from './opus.ts';
import { Refusal } from './refusal.ts';
import type { Stretches } from './stretch.ts';
import { decodeVorbis } from './vorbis.ts';
import { isVorbis } from './vorbis-setup.ts';
import { decodeWav } from './wav.ts';

/** As the contract names them. */
export type Format = 'wav' | 'mp3' | 'vorbis' | 'opus' | 'flac';

export interface Decoded {
  format: Format;
  sound: Stretches;
}

/** What the sound of a phone call is never in, by how its files begin. */
const OTHERS: readonly [at: number, word: string, what: string][] = [
  [0, 'FORM', 'This is an AIFF file, which is not read. Save it as WAV.'],
  [0, '.snd', 'This is an AU file, which is not read. Save it as WAV.'],
  [0, 'MThd', 'This is MIDI: notes, not sound. Save it as WAV.'],
  [
    0,
    '\x30\x26\xb2\x75',
    'This is a Windows Media file, which is not read. Save it as WAV or MP3.',
  ],
  [0, '#!AMR', 'This is an AMR recording, which is not read. Save it as WAV or MP3.'],
];
const MATROSKA = '\x1a\x45\xdf\xa3';

/**
 * Finds out what a file is, by what is in it, and decodes it piece by piece.
 * @throws Refusal, here or while it is decoded
 */
export function decode(bytes: Uint8Array): Decoded {
  if (!bytes.length) throw new Refusal('empty');
  if (wordAt(bytes, 8) === 'WAVE') return { format: 'wav', sound: decodeWav(bytes) };
  if (isFlac(bytes)) return { format: 'flac', sound: decodeFlac(bytes) };
  if (isOgg(bytes)) return decodeOgg(bytes);
  refuseOthers(bytes);
  const start = findMp3(bytes);
  if (start === undefined) throw new Refusal('not-sound');
  return { format: 'mp3', sound: decodeMp3(bytes, start) };
}

function decodeOgg(bytes: Uint8Array): Decoded {
  const vorbis = readOgg(bytes, isVorbis);
  if (vorbis) return { format: 'vorbis', sound: decodeVorbis(vorbis) };
  const opus = readOgg(bytes, isOpus);
  if (opus) return { format: 'opus', sound: decodeOpus(opus) };
  throw new Refusal(
    'unsupported',
    'This OGG holds neither Vorbis nor Opus, which are what is read.',
  );
}

function refuseOthers(bytes: Uint8Array): void {
  const isMpeg4 = wordAt(bytes, 4) === 'ftyp';
  if (isMpeg4 && /^M4[AB]/.test(wordAt(bytes, 8)))
    throw new Refusal(
      'unsupported',
      'This is an M4A file (AAC), which is not read. Save it as WAV or MP3.',
    );
  const start = wordAt(bytes, 0);
  const isVideo =
    isMpeg4 ||
    start === MATROSKA ||
    start.startsWith('FLV') ||
    (start === 'RIFF' && wordAt(bytes, 8, 3) === 'AVI') ||
    // Packs and sequences of MPEG-1 and MPEG-2.
    (bytes.length > 4 && [0x1ba, 0x1b3].includes(viewOf(bytes).getUint32(0)));
  if (isVideo) throw new Refusal('video');
  const other = OTHERS.find(([at, word]) => wordAt(bytes, at, word.length) === word);
  if (other) throw new Refusal('unsupported', other[2]);
  if (bytes[0] === 0xff && (bytes[1]! & 0xf6) === 0xf0)
    throw new Refusal(
      'unsupported',
      'This is an AAC file, which is not read. Save it as WAV or MP3.',
    );
}
