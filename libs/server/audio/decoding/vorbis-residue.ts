import { Refusal } from './refusal.ts';
import type { VorbisBits } from './vorbis-bits.ts';
import type { Codebook } from './vorbis-codebook.ts';

const PASSES = 8;

/** The fine structure of spectra, part by part and finer with each pass (Vorbis I §8). */
export class Residue {
  private readonly kind: number;
  private readonly begin: number;
  private readonly end: number;
  private readonly partitionSize: number;
  private readonly classBook: Codebook;
  /** By class and pass. */
  private readonly books: (Codebook | null)[][];

  /** @throws Refusal */
  constructor(bits: VorbisBits, book: (index: number) => Codebook) {
    this.kind = bits.read(16);
    if (this.kind > 2) throw new Refusal('damaged');
    this.begin = bits.read(24);
    this.end = bits.read(24);
    this.partitionSize = bits.read(24) + 1;
    const classes = bits.read(6) + 1;
    this.classBook = book(bits.read(8));
    const cascades = Array.from({ length: classes }, () => {
      const low = bits.read(3);
      return bits.readFlag() ? bits.read(5) * 8 + low : low;
    });
    this.books = cascades.map((cascade) =>
      Array.from({ length: PASSES }, (_, pass) =>
        (cascade >> pass) & 1 ? withVectors(book(bits.read(8))) : null,
      ),
    );
  }

  /**
   * Adds to spectra, which begin as zeros; those of null are left out.
   * @throws EndOfPacket, which leaves what has been read so far
   */
  read(bits: VorbisBits, spectra: (Float32Array | null)[], size: number): void {
    if (spectra.every((spectrum) => !spectrum)) return;
    if (this.kind !== 2) return this.readParts(bits, spectra, size);
    // All channels in one, sample by sample.
    const channels = spectra.length;
    const woven = new Float32Array(size * channels);
    try {
      this.readParts(bits, [woven], size * channels);
    } finally {
      spectra.forEach((spectrum, channel) => {
        for (let at = 0; spectrum && at < size; at++)
          spectrum[at] = woven[at * channels + channel]!;
      });
    }
  }

  /** §8.6.2. */
  private readParts(bits: VorbisBits, spectra: (Float32Array | null)[], size: number): void {
    const { classBook, books, partitionSize } = this;
    const begin = Math.min(this.begin, size);
    const count = Math.floor((Math.min(this.end, size) - begin) / partitionSize);
    const perWord = classBook.dimensions;
    const classes = spectra.map(() => new Uint8Array(count + perWord));
    for (let pass = 0; pass < PASSES; pass++) {
      for (let first = 0; first < count; first += perWord) {
        if (pass === 0) {
          spectra.forEach((spectrum, channel) => {
            if (spectrum) this.readClasses(bits, classes[channel]!, first);
          });
        }
        for (let part = first; part < Math.min(count, first + perWord); part++) {
          for (let channel = 0; channel < spectra.length; channel++) {
            const spectrum = spectra[channel];
            const book = spectrum && books[classes[channel]![part]!]![pass];
            if (book) this.readPart(bits, book, spectrum, begin + part * partitionSize);
          }
        }
      }
    }
  }

  private readClasses(bits: VorbisBits, classes: Uint8Array, first: number): void {
    const count = this.books.length;
    let word = this.classBook.read(bits);
    for (let at = this.classBook.dimensions - 1; at >= 0; at--) {
      classes[first + at] = word % count;
      word = Math.floor(word / count);
    }
  }

  private readPart(bits: VorbisBits, book: Codebook, spectrum: Float32Array, start: number): void {
    const { dimensions } = book;
    const vectors = book.vectors!;
    // §8.6.3: the numbers of a vector are spread over the part; of the other kinds they follow each other.
    const [stride, step] =
      this.kind === 0 ? [Math.floor(this.partitionSize / dimensions), 1] : [1, dimensions];
    const reads = Math.floor(this.partitionSize / dimensions);
    for (let read = 0; read < reads; read++) {
      const vector = book.read(bits) * dimensions;
      const from = start + read * step;
      for (let at = 0; at < dimensions; at++)
        spectrum[from + at * stride]! += vectors[vector + at]!;
    }
  }
}

function withVectors(book: Codebook): Codebook {
  if (!book.vectors) throw new Refusal('damaged');
  return book;
}
