import { Refusal } from './refusal.ts';
import { bitsOf } from './vorbis-bits.ts';
import type { VorbisBits } from './vorbis-bits.ts';

const SYNC = 0x56_4342;
/** As the reference decoder has it: entries times dimensions of one book, in bits. */
const MOST_BITS = 24;
const LONGEST_WORD = 32;

/** Numbers, or vectors of numbers, each with a Huffman word (Vorbis I §3). */
export class Codebook {
  readonly entries: number;
  readonly dimensions: number;
  /** One vector behind the other; null in a book of plain numbers. */
  readonly vectors: Float32Array | null;
  /** Two places for each node: where a 0 and a 1 lead; an entry as `-1 - entry`, 0 for nowhere. */
  private readonly tree: Int32Array;

  /** @param room places for vectors that all books together may still take @throws Refusal */
  constructor(bits: VorbisBits, room: number) {
    if (bits.read(24) !== SYNC) throw new Refusal('damaged');
    this.dimensions = bits.read(16);
    this.entries = bits.read(24);
    const { dimensions, entries } = this;
    const isTooLarge =
      bitsOf(dimensions) + bitsOf(entries) > MOST_BITS || dimensions * entries > room;
    if (!dimensions || !entries || isTooLarge) throw new Refusal('damaged');
    this.tree = treeOf(readLengths(bits, entries));
    this.vectors = readVectors(bits, entries, dimensions);
  }

  /** The next entry. @throws EndOfPacket */
  read(bits: VorbisBits): number {
    const { tree } = this;
    let node = 0;
    for (;;) {
      const next = tree[2 * node + bits.readBit()]!;
      if (next < 0) return -1 - next;
      if (next === 0) throw new Refusal('damaged');
      node = next;
    }
  }
}

function readLengths(bits: VorbisBits, entries: number): Uint8Array {
  const lengths = new Uint8Array(entries);
  if (!bits.readFlag()) {
    const isSparse = bits.readFlag();
    for (let entry = 0; entry < entries; entry++) {
      if (!isSparse || bits.readFlag()) lengths[entry] = bits.read(5) + 1;
    }
    return lengths;
  }
  let length = bits.read(5) + 1;
  for (let entry = 0; entry < entries; length++) {
    const count = bits.read(bitsOf(entries - entry));
    if (count > entries - entry || length > LONGEST_WORD) throw new Refusal('damaged');
    lengths.fill(length, entry, entry + count);
    entry += count;
  }
  return lengths;
}

/** §3.2.1: every entry has the first word of its length that no other begins with. */
function treeOf(lengths: Uint8Array): Int32Array {
  const used = lengths.reduce((count, length) => count + (length ? 1 : 0), 0);
  // A whole tree has one node less than leaves; one that is not whole is refused below, but has to be made first.
  const tree: number[] = [0, 0];
  if (used === 1) {
    // A word of one bit, of which either value will do (errata of 2015).
    const leaf = -1 - lengths.findIndex((length) => length > 0);
    return Int32Array.of(leaf, leaf);
  }
  const free = new Float64Array(LONGEST_WORD + 1);
  for (let entry = 0; entry < lengths.length; entry++) {
    const length = lengths[entry]!;
    if (!length) continue;
    const word = free[length]!;
    if (word >= 2 ** length) throw new Refusal('damaged');
    take(free, length);
    grow(tree, word, length, entry);
  }
  return Int32Array.from(tree);
}

/** Moves on, for each length, to the next word that begins with none of those given away. */
function take(free: Float64Array, given: number): void {
  const word = free[given]!;
  for (let length = given; length > 0; length--) {
    if (free[length]! % 2) {
      free[length] = length === 1 ? free[1]! + 1 : free[length - 1]! * 2;
      break;
    }
    free[length]! += 1;
  }
  let beginning = word;
  for (let length = given + 1; length <= LONGEST_WORD; length++) {
    if (Math.floor(free[length]! / 2) !== beginning) break;
    beginning = free[length]!;
    free[length] = free[length - 1]! * 2;
  }
}

function grow(tree: number[], word: number, length: number, entry: number): void {
  let node = 0;
  for (let left = length - 1; left > 0; left--) {
    const place = 2 * node + (Math.floor(word / 2 ** left) % 2);
    if (!tree[place]) tree[place] = tree.push(0, 0) / 2 - 1;
    node = tree[place]!;
    if (node < 0) throw new Refusal('damaged');
  }
  const leaf = 2 * node + (word % 2);
  if (tree[leaf]) throw new Refusal('damaged');
  tree[leaf] = -1 - entry;
}

/** §3.2.1 and §3.3. */
function readVectors(bits: VorbisBits, entries: number, dimensions: number): Float32Array | null {
  const kind = bits.read(4);
  if (kind === 0) return null;
  if (kind > 2) throw new Refusal('damaged');
  const least = readFloat(bits);
  const step = readFloat(bits);
  const width = bits.read(4) + 1;
  const isSequence = bits.readFlag();
  const count = kind === 1 ? latticeSize(entries, dimensions) : entries * dimensions;
  const values = Float64Array.from({ length: count }, () => bits.read(width));
  const vectors = new Float32Array(entries * dimensions);
  for (let entry = 0; entry < entries; entry++) {
    let before = 0;
    let divisor = 1;
    for (let dimension = 0; dimension < dimensions; dimension++) {
      const index =
        kind === 1 ? Math.floor(entry / divisor) % count : entry * dimensions + dimension;
      const value = values[index]! * step + least + before;
      if (isSequence) before = value;
      divisor *= count;
      vectors[entry * dimensions + dimension] = value;
    }
  }
  return vectors;
}

/** The greatest whole number that, to the power of the dimensions, is not above the entries (§9.2.3). */
function latticeSize(entries: number, dimensions: number): number {
  let size = Math.floor(entries ** (1 / dimensions));
  while ((size + 1) ** dimensions <= entries) size++;
  while (size ** dimensions > entries) size--;
  return size;
}

/** §9.2.2. */
function readFloat(bits: VorbisBits): number {
  const value = bits.read(32);
  const mantissa = value % 2 ** 21;
  const exponent = Math.floor(value / 2 ** 21) % 2 ** 10;
  return (value >= 2 ** 31 ? -mantissa : mantissa) * 2 ** (exponent - 788);
}
