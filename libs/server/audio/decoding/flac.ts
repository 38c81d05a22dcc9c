import { behindTags, viewOf, wordAt } from './bytes.ts';
import { Bits } from './bits.ts';
import { Refusal } from './refusal.ts';
import type { Stretch } from './stretch.ts';

/** Of the whole stream (RFC 9639 §8.2). */
interface StreamInfo {
  samplesPerSecond: number;
  bitsPerSample: number;
  /** Samples a channel; 0 where the encoder did not know. */
  samples: number;
}

interface FrameHeader {
  blockSize: number;
  samplesPerSecond: number;
  bitsPerSample: number;
  channels: number;
  /** 8 left and side, 9 side and right, 10 middle and side; else each channel is kept by itself. */
  assignment: number;
}

const BLOCK_SIZES = [
  0, 192, 576, 1152, 2304, 4608, 0, 0, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768,
];
const RATES = [
  0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000,
];
const DEPTHS = [0, 8, 12, 0, 16, 20, 24, 32];
/** RFC 9639 §9.2.5. */
const FIXED_PREDICTORS = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];
const LEFT_SIDE = 8;
const SIDE_RIGHT = 9;
const MIDDLE_SIDE = 10;

export function isFlac(bytes: Uint8Array): boolean {
  return wordAt(bytes, behindTags(bytes)) === 'fLaC';
}

/**
 * The sound of a FLAC file (RFC 9639).
 * @throws Refusal, OutOfBits where the file ends too early
 */
export function* decodeFlac(bytes: Uint8Array): Generator<Stretch> {
  const { at: start, info } = readMetadata(bytes, behindTags(bytes) + 4);
  let at = start;
  let samples = 0;
  while (at < bytes.length && !(info.samples && samples >= info.samples)) {
    // Tags of other kinds may stand at the end.
    if (bytes[at] !== 0xff || (bytes[at + 1]! & 0xfe) !== 0xf8) break;
    const bits = new Bits(bytes, at);
    const header = readHeader(bits, info);
    const sound = readSubframes(bits, header);
    bits.alignToByte();
    const end = bits.byte;
    if (crc16(bytes, at, end) !== bits.read(16)) throw new Refusal('damaged');
    at = end + 2;
    samples += header.blockSize;
    yield stretchOf(sound, header);
  }
  if (samples < info.samples || (!info.samples && at < bytes.length)) throw new Refusal('cut-off');
}

function readMetadata(bytes: Uint8Array, from: number): { at: number; info: StreamInfo } {
  const view = viewOf(bytes);
  let info: StreamInfo | undefined;
  for (let at = from; at + 4 <= bytes.length;) {
    const head = view.getUint32(at);
    const start = at + 4;
    at = start + (head & 0xff_ffff);
    if (at > bytes.length) break;
    if (((head >>> 24) & 0x7f) === 0 && at - start >= 34) info = infoOf(new Bits(bytes, start));
    if (head >>> 31) {
      if (info) return { at, info };
      throw new Refusal('damaged');
    }
  }
  throw new Refusal('cut-off');
}

function infoOf(bits: Bits): StreamInfo {
  bits.read(32);
  bits.read(32);
  bits.read(16);
  const samplesPerSecond = bits.read(20);
  bits.read(3);
  const bitsPerSample = bits.read(5) + 1;
  return { samplesPerSecond, bitsPerSample, samples: bits.read(4) * 2 ** 32 + bits.read(32) };
}

/** RFC 9639 §9.1. */
function readHeader(bits: Bits, info: StreamInfo): FrameHeader {
  bits.read(16);
  const sizeCode = bits.read(4);
  const rateCode = bits.read(4);
  const assignment = bits.read(4);
  const depthCode = bits.read(3);
  bits.read(1);
  // The frame's number, in as many bytes as it needs: which it is does not matter here.
  let more = Math.clz32(~(bits.read(8) << 24)) - 1;
  while (more-- > 0) bits.read(8);
  let blockSize = BLOCK_SIZES[sizeCode]!;
  if (sizeCode === 6) blockSize = bits.read(8) + 1;
  if (sizeCode === 7) blockSize = bits.read(16) + 1;
  let rate = RATES[rateCode] ?? 0;
  if (rateCode === 12) rate = bits.read(8) * 1_000;
  if (rateCode === 13) rate = bits.read(16);
  if (rateCode === 14) rate = bits.read(16) * 10;
  bits.read(8);
  if (!blockSize || rateCode === 15 || assignment > MIDDLE_SIDE) throw new Refusal('damaged');
  return {
    blockSize,
    assignment,
    samplesPerSecond: rate || info.samplesPerSecond,
    bitsPerSample: DEPTHS[depthCode] || info.bitsPerSample,
    channels: assignment < LEFT_SIDE ? assignment + 1 : 2,
  };
}

function readSubframes(bits: Bits, header: FrameHeader): Float64Array[] {
  const { blockSize, bitsPerSample, channels, assignment } = header;
  const side = assignment === SIDE_RIGHT ? 0 : assignment >= LEFT_SIDE ? 1 : -1;
  return Array.from({ length: channels }, (_, channel) =>
    // The difference of two numbers needs one bit more than each.
    readSubframe(bits, blockSize, bitsPerSample + (channel === side ? 1 : 0)),
  );
}

/** RFC 9639 §9.2. */
function readSubframe(bits: Bits, blockSize: number, depth: number): Float64Array {
  const sound = new Float64Array(blockSize);
  bits.read(1);
  const kind = bits.read(6);
  const wasted = bits.read(1) ? bits.readUnary() + 1 : 0;
  const width = depth - wasted;
  if (width < 1) throw new Refusal('damaged');
  if (kind === 0) sound.fill(bits.readSigned(width));
  else if (kind === 1) {
    for (let at = 0; at < blockSize; at++) sound[at] = bits.readSigned(width);
  } else if (kind >= 8 && kind <= 12) {
    const predictor = FIXED_PREDICTORS[kind - 8]!;
    predict(bits, sound, { width, shift: 0, predictor });
  } else if (kind >= 32) predict(bits, sound, { width, order: kind - 31 });
  else throw new Refusal('damaged');
  if (wasted) for (let at = 0; at < blockSize; at++) sound[at]! *= 2 ** wasted;
  return sound;
}

interface Prediction {
  width: number;
  /** How many samples a linear predictor, whose numbers follow, looks back. */
  order?: number;
  predictor?: readonly number[];
  shift?: number;
}

function predict(bits: Bits, sound: Float64Array, prediction: Prediction): void {
  let { predictor = [], shift = 0 } = prediction;
  const order = prediction.order ?? predictor.length;
  if (order > sound.length) throw new Refusal('damaged');
  for (let at = 0; at < order; at++) sound[at] = bits.readSigned(prediction.width);
  if (prediction.order) {
    const precision = bits.read(4) + 1;
    shift = bits.readSigned(5);
    if (precision === 16 || shift < 0) throw new Refusal('damaged');
    predictor = Array.from({ length: order }, () => bits.readSigned(precision));
  }
  readResidual(bits, sound, order);
  const scale = 2 ** shift;
  for (let at = order; at < sound.length; at++) {
    // Up to 52 bits: a double holds them, an integer of 32 would not.
    let sum = 0;
    for (let back = 0; back < order; back++) sum += predictor[back]! * sound[at - 1 - back]!;
    sound[at]! += Math.floor(sum / scale);
  }
}

/** RFC 9639 §9.2.7. */
function readResidual(bits: Bits, sound: Float64Array, order: number): void {
  const method = bits.read(2);
  if (method > 1) throw new Refusal('damaged');
  const width = method ? 5 : 4;
  const escape = 2 ** width - 1;
  const partitions = 2 ** bits.read(4);
  const size = sound.length / partitions;
  if (!Number.isInteger(size) || size < order) throw new Refusal('damaged');
  let at = order;
  for (let partition = 1; partition <= partitions; partition++) {
    const end = partition * size;
    const parameter = bits.read(width);
    if (parameter === escape) {
      const plain = bits.read(5);
      for (; at < end; at++) sound[at] = bits.readSigned(plain);
    } else {
      for (; at < end; at++) {
        const folded = bits.readUnary() * 2 ** parameter + bits.read(parameter);
        sound[at] = folded % 2 ? -(folded + 1) / 2 : folded / 2;
      }
    }
  }
}

function stretchOf(sound: Float64Array[], header: FrameHeader): Stretch {
  const { assignment, bitsPerSample, samplesPerSecond } = header;
  const [first, second] = sound as [Float64Array, Float64Array];
  for (let at = 0; assignment >= LEFT_SIDE && at < first.length; at++) {
    const [a, b] = [first[at]!, second[at]!];
    if (assignment === LEFT_SIDE) second[at] = a - b;
    else if (assignment === SIDE_RIGHT) first[at] = a + b;
    else {
      // The bit that halving lost is the lowest of the difference.
      const doubled = 2 * a + (Math.abs(b) % 2);
      first[at] = (doubled + b) / 2;
      second[at] = (doubled - b) / 2;
    }
  }
  const loudest = 2 ** (bitsPerSample - 1);
  return {
    samplesPerSecond,
    channels: sound.map((samples) => Float32Array.from(samples, (sample) => sample / loudest)),
  };
}

const CRC_16 = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1;
  return crc;
});

function crc16(bytes: Uint8Array, from: number, until: number): number {
  let crc = 0;
  for (let at = from; at < until; at++)
    crc = ((crc << 8) & 0xff00) ^ CRC_16[(crc >> 8) ^ bytes[at]!]!;
  return crc;
}
