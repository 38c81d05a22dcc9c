import { Refusal } from './refusal.ts';
import { bitsOf } from './vorbis-bits.ts';
import type { VorbisBits } from './vorbis-bits.ts';
import type { Codebook } from './vorbis-codebook.ts';

interface FloorClass {
  dimensions: number;
  /** Bits of the number that says which book is for which dimension. */
  subclassBits: number;
  masterBook: Codebook | null;
  books: (Codebook | null)[];
}

const RANGES = [256, 128, 86, 64];
const MOST_POINTS = 65;
/** §10.1: 256 steps down to -139.5 dB. */
const LOUDNESS = Float32Array.from(
  { length: 256 },
  (_, step) => 10 ** (((step - 255) * 140) / 256 / 20),
);

/** The outline of a spectrum, by lines from point to point (Vorbis I §7). */
export class Floor {
  private readonly partitions: number[];
  private readonly classes: FloorClass[];
  private readonly multiplier: number;
  private readonly points: number[];
  /** Indexes of the points from left to right. */
  private readonly order: number[];
  /** For each point, which earlier ones are next to it. */
  private readonly neighbours: [low: number, high: number][];

  /** @throws Refusal */
  constructor(bits: VorbisBits, book: (index: number) => Codebook) {
    this.partitions = Array.from({ length: bits.read(5) }, () => bits.read(4));
    this.classes = Array.from({ length: Math.max(-1, ...this.partitions) + 1 }, () =>
      readClass(bits, book),
    );
    this.multiplier = bits.read(2) + 1;
    const width = bits.read(4);
    this.points = [0, 2 ** width];
    for (const partition of this.partitions) {
      for (let at = 0; at < this.classes[partition]!.dimensions; at++)
        this.points.push(bits.read(width));
    }
    const { points } = this;
    if (points.length > MOST_POINTS || new Set(points).size < points.length)
      throw new Refusal('damaged');
    this.order = points.map((_, index) => index).sort((a, b) => points[a]! - points[b]!);
    this.neighbours = points.map((point, index) => neighboursOf(points, point, index));
  }

  /** The heights of the points in this packet; null where there is nothing to hear. @throws EndOfPacket */
  read(bits: VorbisBits): number[] | null {
    if (!bits.readFlag()) return null;
    const range = RANGES[this.multiplier - 1]!;
    const width = bitsOf(range - 1);
    const heights = [bits.read(width), bits.read(width)];
    for (const partition of this.partitions) {
      const { dimensions, subclassBits, masterBook, books } = this.classes[partition]!;
      let which = masterBook ? masterBook.read(bits) : 0;
      for (let at = 0; at < dimensions; at++) {
        heights.push(books[which % 2 ** subclassBits]?.read(bits) ?? 0);
        which = Math.floor(which / 2 ** subclassBits);
      }
    }
    return heights;
  }

  /** Multiplies a spectrum by the outline. */
  apply(heights: number[], spectrum: Float32Array): void {
    const { points, order, multiplier } = this;
    const { final, isUsed } = this.unfold(heights);
    let [x, y] = [0, final[0]! * multiplier];
    for (const index of order) {
      if (index === 0 || !isUsed[index]) continue;
      const [nextX, nextY] = [points[index]!, final[index]! * multiplier];
      line(x, y, nextX, nextY, spectrum);
      [x, y] = [nextX, nextY];
    }
    for (let at = x; at < spectrum.length; at++) spectrum[at]! *= loudness(y);
  }

  /** §7.2.4, step 1: heights are kept as what they differ from a line between their neighbours. */
  private unfold(heights: number[]): { final: number[]; isUsed: boolean[] } {
    const { points, neighbours, multiplier } = this;
    const range = RANGES[multiplier - 1]!;
    const final = heights.slice(0, 2);
    const isUsed = [true, true];
    for (let index = 2; index < points.length; index++) {
      const [low, high] = neighbours[index]!;
      const expected = pointOn(
        points[low]!,
        final[low]!,
        points[high]!,
        final[high]!,
        points[index]!,
      );
      const difference = heights[index]!;
      isUsed[index] = difference > 0;
      if (difference) isUsed[low] = isUsed[high] = true;
      final[index] = difference ? differing(expected, difference, range) : expected;
    }
    return { final, isUsed };
  }
}

function readClass(bits: VorbisBits, book: (index: number) => Codebook): FloorClass {
  const dimensions = bits.read(3) + 1;
  const subclassBits = bits.read(2);
  const masterBook = subclassBits ? book(bits.read(8)) : null;
  const books = Array.from({ length: 2 ** subclassBits }, () => {
    const index = bits.read(8) - 1;
    return index < 0 ? null : book(index);
  });
  return { dimensions, subclassBits, masterBook, books };
}

function neighboursOf(points: number[], point: number, index: number): [number, number] {
  let [low, high] = [0, 1];
  for (let other = 0; other < index; other++) {
    const value = points[other]!;
    if (value < point && value > points[low]!) low = other;
    if (value > point && value < points[high]!) high = other;
  }
  return [low, high];
}

function differing(expected: number, difference: number, range: number): number {
  const above = range - expected;
  const room = 2 * Math.min(above, expected);
  if (difference >= room) return above > expected ? difference : expected - difference + above - 1;
  return difference % 2 ? expected - (difference + 1) / 2 : expected + difference / 2;
}

/** §9.2.6. */
function pointOn(x0: number, y0: number, x1: number, y1: number, x: number): number {
  const offset = Math.floor((Math.abs(y1 - y0) * (x - x0)) / (x1 - x0));
  return y1 < y0 ? y0 - offset : y0 + offset;
}

/** §9.2.7: a line of whole numbers, its right end left out. */
function line(x0: number, y0: number, x1: number, y1: number, spectrum: Float32Array): void {
  const width = x1 - x0;
  const base = Math.trunc((y1 - y0) / width);
  const step = y1 < y0 ? base - 1 : base + 1;
  const remainder = Math.abs(y1 - y0) - Math.abs(base) * width;
  let y = y0;
  let error = 0;
  const end = Math.min(x1, spectrum.length);
  for (let x = x0; x < end; x++) {
    if (x > x0) {
      error += remainder;
      const isOver = error >= width;
      if (isOver) error -= width;
      y += isOver ? step : base;
    }
    spectrum[x]! *= loudness(y);
  }
}

function loudness(height: number): number {
  return LOUDNESS[Math.max(0, Math.min(255, height))]!;
}
