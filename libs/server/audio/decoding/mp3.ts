import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { behindTags, wordAt } from './bytes.ts';
import { Refusal } from './refusal.ts';
import type { Stretch } from './stretch.ts';

/** What a frame's header says (ISO/IEC 11172-3 §2.4.2.3 and ISO/IEC 13818-3 for the lower rates). */
interface Frame {
  /** 1, 2, or 2.5. */
  version: number;
  layer: number;
  samplesPerSecond: number;
  channels: number;
  samples: number;
  bytes: number;
}

/** The decoder's own interface, as `minimp3-wasm` exports it. */
interface Program {
  memory: { buffer: ArrayBuffer };
  decoder_init(): void;
  decoder_set_mp3_data_size(bytes: number): void;
  decoder_mp3_data_offset(): number;
  decoder_decode(seconds: number): void;
  decoder_pcm_data_offset(): number;
  decode_results_sampling_rate(): number;
  decode_results_num_channels(): number;
  decode_results_num_samples(): number;
}

/** Of which Node has more than its types tell. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
  RuntimeError: new () => Error;
};

const PROGRAM = 'minimp3-wasm/dist/decoder.opt.wasm';
const STRETCH_SECONDS = 1;
/** Of a stretch that may be all missing, and one more. */
const PADDING_SECONDS = 3;
/** How far behind the tags the first frame is looked for. */
const SEARCHED_BYTES = 65_536;
/** In a row, so that other data is not taken for sound. */
const FRAMES_TO_BELIEVE = 3;

const RATES = [44_100, 48_000, 32_000];
const KBITS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBITS_1_LAYER_2 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
const KBITS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/**
 * Where the first frame is; undefined where these bytes are no MP3.
 * @throws Refusal for the second layer
 */
export function findMp3(bytes: Uint8Array): number | undefined {
  const from = behindTags(bytes);
  const last = Math.min(from + SEARCHED_BYTES, bytes.length - 4);
  for (let at = from; at <= last; at++) {
    if (!isBelievable(bytes, at)) continue;
    if (frameAt(bytes, at)!.layer === 3) return at;
    throw new Refusal('unsupported', 'This is MPEG sound of an older layer (MP2). Save it as MP3.');
  }
  return undefined;
}

/**
 * The sound of an MP3.
 * @param start of its first frame
 * @throws Refusal
 */
export function* decodeMp3(bytes: Uint8Array, start: number): Generator<Stretch> {
  const first = frameAt(bytes, start)!;
  const promised = promisedFrames(bytes, start, first);
  // The first frame tells of the others and is no sound.
  const from = promised === undefined ? start : start + first.bytes;
  const frames = countFrames(bytes, from);
  if (promised !== undefined && frames < promised - 1) throw new Refusal('cut-off');
  let left = frames * first.samples;
  for (const { samplesPerSecond, channels } of decoded(
    padded(bytes.subarray(from), bytes, start),
  )) {
    const length = Math.min(left, channels[0]!.length);
    if (length)
      yield { samplesPerSecond, channels: channels.map((sound) => sound.subarray(0, length)) };
    left -= length;
    if (!left) return;
  }
}

/**
 * The program looks for as many samples as frames have promised, and where damaged ones have none it looks on, for ever
 * at the end of the file. So there is silence behind it, of which it always gets what it asks for.
 */
function padded(sound: Uint8Array, bytes: Uint8Array, start: number): Uint8Array {
  const head = Uint8Array.from(bytes.subarray(start, start + 4));
  // Without a checksum, at the lowest bit rate.
  head[1]! |= 1;
  head[2] = (head[2]! & 0x0c) | 0x10;
  const frame = frameAt(head, 0)!;
  const count = Math.ceil((PADDING_SECONDS * frame.samplesPerSecond) / frame.samples);
  const result = new Uint8Array(sound.length + count * frame.bytes);
  result.set(sound);
  for (let at = sound.length; at < result.length; at += frame.bytes) result.set(head, at);
  return result;
}

function* decoded(bytes: Uint8Array): Generator<Stretch> {
  const program = startProgram();
  program.decoder_init();
  program.decoder_set_mp3_data_size(bytes.length);
  new Uint8Array(program.memory.buffer, program.decoder_mp3_data_offset(), bytes.length).set(bytes);
  for (;;) {
    try {
      program.decoder_decode(STRETCH_SECONDS);
    } catch (error) {
      // A trap of the program: nothing that it has read can harm anything else.
      if (error instanceof WebAssembly.RuntimeError) throw new Refusal('damaged');
      throw error;
    }
    const length = program.decode_results_num_samples();
    if (!length) return;
    const channels = program.decode_results_num_channels();
    const samples = new Int16Array(
      program.memory.buffer,
      program.decoder_pcm_data_offset(),
      length,
    );
    yield {
      samplesPerSecond: program.decode_results_sampling_rate(),
      channels: Array.from({ length: channels }, (_, channel) => {
        const sound = new Float32Array(length / channels);
        for (let at = 0; at < sound.length; at++)
          sound[at] = samples[at * channels + channel]! / 32_768;
        return sound;
      }),
    };
  }
}

/** A program of its own for each file: what one leaves behind cannot reach the next. */
function startProgram(): Program {
  const module = new WebAssembly.Module(readFileSync(fileURLToPath(import.meta.resolve(PROGRAM))));
  return new WebAssembly.Instance(module, {}).exports as unknown as Program;
}

function isBelievable(bytes: Uint8Array, start: number): boolean {
  const first = frameAt(bytes, start);
  let frame = first;
  let at = start;
  for (let count = 1; frame; count++) {
    at += frame.bytes;
    if (count === FRAMES_TO_BELIEVE || (count > 1 && at >= bytes.length)) return true;
    frame = frameAt(bytes, at);
    if (frame && (frame.version !== first!.version || frame.layer !== first!.layer)) return false;
  }
  return false;
}

function frameAt(bytes: Uint8Array, at: number): Frame | undefined {
  const [sync, kind, rates, mode] = bytes.subarray(at, at + 4);
  if (mode === undefined || sync !== 0xff || (kind! & 0xe0) !== 0xe0) return undefined;
  const version = [2.5, undefined, 2, 1][(kind! >> 3) & 3];
  const layer = [undefined, 3, 2, 1][(kind! >> 1) & 3];
  const bitRate = rates! >> 4;
  const rate = RATES[(rates! >> 2) & 3];
  if (!version || !layer || !rate || !bitRate || bitRate === 15) return undefined;
  const samplesPerSecond = rate / ({ 1: 1, 2: 2, 2.5: 4 }[version] ?? 1);
  const samples = layer === 3 && version !== 1 ? 576 : layer === 1 ? 384 : 1152;
  const kbits = (version !== 1 ? KBITS_2 : layer === 2 ? KBITS_1_LAYER_2 : KBITS_1)[bitRate]!;
  const padding = (rates! >> 1) & 1;
  return {
    version,
    layer,
    samplesPerSecond,
    samples,
    channels: mode >> 6 === 3 ? 1 : 2,
    bytes: Math.floor(((samples / 8) * kbits * 1_000) / samplesPerSecond) + padding,
  };
}

/** How many frames follow, as the encoder noted in a first frame without sound (“Xing”, “Info”); else undefined. */
function promisedFrames(bytes: Uint8Array, at: number, frame: Frame): number | undefined {
  const sideBytes =
    frame.version === 1 ? (frame.channels === 1 ? 17 : 32) : frame.channels === 1 ? 9 : 17;
  const tag = at + 4 + sideBytes;
  if (!['Xing', 'Info'].includes(wordAt(bytes, tag))) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + tag);
  const hasCount = view.byteLength >= 12 && (view.getUint32(4) & 1) === 1;
  return hasCount ? view.getUint32(8) : 0;
}

/** Whole frames from here on; what is between them is skipped. */
function countFrames(bytes: Uint8Array, from: number): number {
  let count = 0;
  for (let at = from; at < bytes.length - 4;) {
    const frame = frameAt(bytes, at);
    if (frame && at + frame.bytes <= bytes.length) count++;
    at += frame?.bytes ?? 1;
  }
  return count;
}
