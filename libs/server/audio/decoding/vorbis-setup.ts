import { viewOf, wordAt } from './bytes.ts';
import { Refusal } from './refusal.ts';
import { bitsOf, EndOfPacket, VorbisBits } from './vorbis-bits.ts';
import { Codebook } from './vorbis-codebook.ts';
import { Floor } from './vorbis-floor.ts';
import { Residue } from './vorbis-residue.ts';

/** Which channels belong together, and what each is made of. */
export interface Mapping {
  /** Pairs of channels that are kept as a louder one and what the other differs by. */
  couplings: { magnitude: number; angle: number }[];
  /** By channel, which of the parts. */
  parts: number[];
  floors: Floor[];
  residues: Residue[];
}

export interface Mode {
  isLong: boolean;
  mapping: Mapping;
}

/** What the three headers of a Vorbis stream say (Vorbis I §4.2). */
export interface Setup {
  channels: number;
  samplesPerSecond: number;
  /** Samples of a short and of a long block. */
  sizes: [short: number, long: number];
  modes: Mode[];
}

const IDENTIFICATION = 1;
const SETUP = 5;
/** Places of all vectors together, many times what any encoder writes; a small file must not ask for gigabytes. */
const MOST_PLACES = 4_000_000;

export function isVorbis(packet: Uint8Array): boolean {
  return packet[0] === IDENTIFICATION && wordAt(packet, 1, 6) === 'vorbis';
}

/** @throws Refusal */
export function readSetup([identification, , setup]: Uint8Array[]): Setup {
  const isWhole = identification && identification.length >= 30 && setup?.[0] === SETUP;
  if (!isWhole || wordAt(setup, 1, 6) !== 'vorbis') throw new Refusal('damaged');
  const view = viewOf(identification);
  const channels = view.getUint8(11);
  const exponents = view.getUint8(28);
  const sizes: Setup['sizes'] = [2 ** (exponents & 15), 2 ** (exponents >> 4)];
  if (!channels || sizes[0] < 64 || sizes[1] > 8_192 || sizes[0] > sizes[1])
    throw new Refusal('damaged');
  try {
    const modes = readModes(new VorbisBits(setup.subarray(7)), channels);
    return { channels, samplesPerSecond: view.getUint32(12, true), sizes, modes };
  } catch (error) {
    if (error instanceof EndOfPacket) throw new Refusal('damaged');
    throw error;
  }
}

function readModes(bits: VorbisBits, channels: number): Mode[] {
  const books = readBooks(bits);
  const book = (index: number) => pick(books, index);
  // Left over from the format's first days: always zero.
  times(bits.read(6) + 1, () => bits.read(16));
  const floors = times(bits.read(6) + 1, () => readFloor(bits, book));
  const residues = times(bits.read(6) + 1, () => new Residue(bits, book));
  const mappings = times(bits.read(6) + 1, () => readMapping(bits, channels, floors, residues));
  return times(bits.read(6) + 1, () => {
    const isLong = bits.readFlag();
    if (bits.read(16) || bits.read(16)) throw new Refusal('damaged');
    return { isLong, mapping: pick(mappings, bits.read(8)) };
  });
}

function readBooks(bits: VorbisBits): Codebook[] {
  let room = MOST_PLACES;
  return times(bits.read(8) + 1, () => {
    const book = new Codebook(bits, room);
    room -= book.entries * book.dimensions;
    return book;
  });
}

function readFloor(bits: VorbisBits, book: (index: number) => Codebook): Floor {
  const kind = bits.read(16);
  if (kind === 1) return new Floor(bits, book);
  // Written by no encoder since the format was young (§6).
  if (kind === 0)
    throw new Refusal('unsupported', 'This OGG is of a kind that went out of use. Save it anew.');
  throw new Refusal('damaged');
}

function readMapping(
  bits: VorbisBits,
  channels: number,
  floors: Floor[],
  residues: Residue[],
): Mapping {
  if (bits.read(16)) throw new Refusal('damaged');
  const count = bits.readFlag() ? bits.read(4) + 1 : 1;
  const width = bitsOf(channels - 1);
  const couplings = times(bits.readFlag() ? bits.read(8) + 1 : 0, () => {
    const [magnitude, angle] = [bits.read(width), bits.read(width)];
    if (magnitude === angle || Math.max(magnitude, angle) >= channels) throw new Refusal('damaged');
    return { magnitude, angle };
  });
  if (bits.read(2)) throw new Refusal('damaged');
  const parts = times(channels, () => (count > 1 ? bits.read(4) : 0));
  if (parts.some((part) => part >= count)) throw new Refusal('damaged');
  const made = times(count, () => {
    bits.read(8);
    return { floor: pick(floors, bits.read(8)), residue: pick(residues, bits.read(8)) };
  });
  return {
    couplings,
    parts,
    floors: made.map(({ floor }) => floor),
    residues: made.map(({ residue }) => residue),
  };
}

function times<T>(length: number, make: () => T): T[] {
  return Array.from({ length }, make);
}

function pick<T>(all: T[], index: number): T {
  const picked = all[index];
  if (picked === undefined) throw new Refusal('damaged');
  return picked;
}
