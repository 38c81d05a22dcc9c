import { viewOf, wordAt } from './bytes.ts';
import { Refusal } from './refusal.ts';

/** What one stream of an Ogg file is made of. */
export interface OggStream {
  packets: Uint8Array[];
  /** Position of the last page, in samples as the codec counts them. */
  end: number;
}

interface Page {
  kind: number;
  position: number;
  serial: number;
  /** Lengths of its pieces. */
  lacing: Uint8Array;
  /** Where its pieces begin, and where the next page does. */
  start: number;
  end: number;
}

const CONTINUED = 1;
const FIRST = 2;
const LAST = 4;
const HEAD = 27;

export function isOgg(bytes: Uint8Array): boolean {
  return wordAt(bytes, 0) === 'OggS';
}

/**
 * The first stream of an Ogg file (RFC 3533) that `wanted` takes, judged by its first packet; undefined where there is
 * none. Others beside it are left out, as is whatever is chained behind its end.
 * @throws Refusal
 */
export function readOgg(
  bytes: Uint8Array,
  wanted: (packet: Uint8Array) => boolean,
): OggStream | undefined {
  const packets: Uint8Array[] = [];
  let open: Uint8Array[] = [];
  let serial: number | undefined;
  for (let at = 0; at < bytes.length;) {
    const page = readPage(bytes, at);
    at = page.end;
    if (serial === undefined) {
      const isWanted = page.kind & FIRST && wanted(bytes.subarray(page.start, page.end));
      if (!isWanted) continue;
      serial = page.serial;
    }
    if (page.serial !== serial) continue;
    if (!(page.kind & CONTINUED)) open = [];
    let piece = page.start;
    for (const length of page.lacing) {
      open.push(bytes.subarray(piece, piece + length));
      piece += length;
      // A packet goes on as long as its pieces are of the greatest length.
      if (length === 255) continue;
      packets.push(joined(open));
      open = [];
    }
    if (page.kind & LAST) return { packets, end: page.position };
  }
  if (serial === undefined) return undefined;
  throw new Refusal('cut-off');
}

function readPage(bytes: Uint8Array, at: number): Page {
  if (at + HEAD > bytes.length) throw new Refusal('cut-off');
  const view = viewOf(bytes);
  const pieces = view.getUint8(at + 26);
  const start = at + HEAD + pieces;
  const lacing = bytes.subarray(at + HEAD, start);
  const end = start + lacing.reduce((sum, length) => sum + length, 0);
  if (end > bytes.length || lacing.length < pieces) throw new Refusal('cut-off');
  if (!isOgg(bytes.subarray(at)) || checksum(bytes, at, end) !== view.getUint32(at + 22, true))
    throw new Refusal('damaged');
  const position = Number(view.getBigInt64(at + 6, true));
  return {
    kind: view.getUint8(at + 5),
    position,
    serial: view.getUint32(at + 14, true),
    lacing,
    start,
    end,
  };
}

function joined(pieces: Uint8Array[]): Uint8Array {
  const [first] = pieces;
  return pieces.length === 1 ? first! : Buffer.concat(pieces);
}

const CRC_32 = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  return crc >>> 0;
});

/** Of a page, its own four bytes taken for zero. */
function checksum(bytes: Uint8Array, from: number, until: number): number {
  let crc = 0;
  for (let at = from; at < until; at++) {
    const byte = at >= from + 22 && at < from + 26 ? 0 : bytes[at]!;
    crc = (crc << 8) ^ CRC_32[(crc >>> 24) ^ byte]!;
  }
  return crc >>> 0;
}
