import { SAMPLE_OF_A_LAW, SAMPLE_OF_MU_LAW } from '../../telephony/sound/g711.ts';
import { viewOf, wordAt } from './bytes.ts';
import { Refusal } from './refusal.ts';
import type { Stretch } from './stretch.ts';

/** Where and how a sample is kept. */
interface Layout {
  kind: 'pcm' | 'float' | 'a-law' | 'mu-law';
  channels: number;
  samplesPerSecond: number;
  /** Of one sample of one channel. */
  bytes: number;
}

/** Registered format tags (RFC 2361) that are read, and words for others that people meet. */
const KINDS: Record<number, Layout['kind']> = { 1: 'pcm', 3: 'float', 6: 'a-law', 7: 'mu-law' };
const OTHERS: Record<number, string> = {
  0x02: 'Microsoft ADPCM',
  0x11: 'IMA ADPCM',
  0x31: 'GSM 6.10',
  0x45: 'G.726',
  0x50: 'MPEG layer 2',
  0x55: 'MP3',
};
const EXTENSIBLE = 0xfffe;

const MOST_CHANNELS = 32;
/** Samples a channel in one stretch. */
const STRETCH = 65_536;
/** What programs write that do not know the length yet, or any more. */
const UNKNOWN_LENGTH = 0x7fff_0000;

/**
 * The sound of a WAV file (RIFF, or RF64 of EBU Tech 3306), of any number of bits, as whole numbers, floating point,
 * A-law or µ-law.
 * @throws Refusal
 */
export function* decodeWav(bytes: Uint8Array): Generator<Stretch> {
  const view = viewOf(bytes);
  let layout: Layout | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = wordAt(bytes, at);
    const length = view.getUint32(at + 4, true);
    const start = at + 8;
    if (name === 'fmt ') layout = layoutOf(view, start, length);
    if (name === 'data') {
      if (!layout) throw new Refusal('damaged');
      const frame = layout.bytes * layout.channels;
      const here = bytes.length - start;
      const isKnown = length > 0 && length < UNKNOWN_LENGTH;
      if (isKnown && here < length - frame)
        throw cutOff(length, here, frame * layout.samplesPerSecond);
      return yield* samplesOf(view, start, Math.min(isKnown ? length : here, here), layout);
    }
    at = start + length + (length & 1);
  }
  throw new Refusal(layout ? 'cut-off' : 'damaged');
}

function layoutOf(view: DataView, at: number, length: number): Layout {
  if (length < 16 || at + length > view.byteLength) throw new Refusal('damaged');
  let tag = view.getUint16(at, true);
  if (tag === EXTENSIBLE && length >= 40) tag = view.getUint16(at + 24, true);
  const kind = KINDS[tag];
  if (!kind) {
    const word = OTHERS[tag] ?? `a compression (number ${tag})`;
    throw new Refusal('unsupported', `This WAV holds ${word}, which is not read. Save it as PCM.`);
  }
  const channels = view.getUint16(at + 2, true);
  const samplesPerSecond = view.getUint32(at + 4, true);
  const bytes = view.getUint16(at + 12, true) / channels;
  const sizes = { pcm: [1, 2, 3, 4], float: [4, 8], 'a-law': [1], 'mu-law': [1] }[kind];
  if (channels < 1 || channels > MOST_CHANNELS || !sizes.includes(bytes))
    throw new Refusal('damaged');
  return { kind, channels, samplesPerSecond, bytes };
}

function cutOff(said: number, here: number, bytesPerSecond: number): Refusal {
  const seconds = (bytes: number) => (bytes / bytesPerSecond).toFixed(1);
  return new Refusal(
    'cut-off',
    `This file is cut off: of ${seconds(said)} seconds it holds ${seconds(here)}.`,
  );
}

function* samplesOf(
  view: DataView,
  start: number,
  length: number,
  layout: Layout,
): Generator<Stretch> {
  const { channels, bytes, samplesPerSecond } = layout;
  const read = readerOf(view, layout);
  const frames = Math.floor(length / (bytes * channels));
  for (let first = 0; first < frames; first += STRETCH) {
    const count = Math.min(STRETCH, frames - first);
    const sound = Array.from({ length: channels }, () => new Float32Array(count));
    let at = start + first * bytes * channels;
    for (let frame = 0; frame < count; frame++) {
      for (let channel = 0; channel < channels; channel++, at += bytes)
        sound[channel]![frame] = read(at);
    }
    yield { samplesPerSecond, channels: sound };
  }
}

function readerOf(view: DataView, { kind, bytes }: Layout): (at: number) => number {
  if (kind === 'float') {
    const read = bytes === 4 ? view.getFloat32.bind(view) : view.getFloat64.bind(view);
    return (at) => {
      const sample = read(at, true);
      // Not a number where a program divided by nothing.
      return sample === sample ? Math.max(-1, Math.min(1, sample)) : 0;
    };
  }
  if (kind === 'a-law') return (at) => SAMPLE_OF_A_LAW[view.getUint8(at)]! / 32_768;
  if (kind === 'mu-law') return (at) => SAMPLE_OF_MU_LAW[view.getUint8(at)]! / 32_768;
  if (bytes === 1) return (at) => (view.getUint8(at) - 128) / 128;
  if (bytes === 2) return (at) => view.getInt16(at, true) / 32_768;
  if (bytes === 3)
    return (at) => (view.getUint16(at, true) + (view.getInt8(at + 2) << 16)) / 8_388_608;
  return (at) => view.getInt32(at, true) / 2_147_483_648;
}
