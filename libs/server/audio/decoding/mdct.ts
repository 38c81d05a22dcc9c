/**
 * The inverse modified discrete cosine transform of Vorbis I (§4.3.7): half as many numbers in as out. By way of a
 * DCT of type IV, and that by a complex Fourier transform of a quarter of the size.
 */
export class InverseMdct {
  /** Numbers that come out; a power of two, 64 or more. */
  readonly size: number;
  private readonly twiddles: Turns;
  private readonly fourier: Fourier;
  private readonly real: Float64Array;
  private readonly imaginary: Float64Array;
  private readonly half: Float64Array;

  constructor(size: number) {
    this.size = size;
    const half = size / 2;
    const quarter = size / 4;
    this.twiddles = new Turns(quarter, (index) => (-Math.PI * (4 * index + 1)) / (4 * half));
    this.fourier = new Fourier(quarter);
    this.real = new Float64Array(quarter);
    this.imaginary = new Float64Array(quarter);
    this.half = new Float64Array(half);
  }

  /** @param result has {@link size} places */
  run(spectrum: Float32Array, result: Float32Array): void {
    const { half } = this;
    this.cosines(spectrum);
    const middle = half.length / 2;
    for (let at = 0; at < middle; at++) {
      result[at] = half[at + middle]!;
      result[at + 3 * middle] = -half[at]!;
    }
    for (let at = middle; at < 3 * middle; at++) result[at] = -half[3 * middle - 1 - at]!;
  }

  /** The DCT of type IV. */
  private cosines(spectrum: Float32Array): void {
    const { half, real, imaginary, fourier } = this;
    const { cos, sin } = this.twiddles;
    const last = half.length - 1;
    for (let at = 0; at < real.length; at++) {
      const [a, b] = [spectrum[2 * at]!, spectrum[last - 2 * at]!];
      real[at] = a * cos[at]! - b * sin[at]!;
      imaginary[at] = a * sin[at]! + b * cos[at]!;
    }
    fourier.run(real, imaginary);
    for (let at = 0; at < real.length; at++) {
      const [a, b] = [real[at]!, imaginary[at]!];
      half[2 * at] = a * cos[at]! - b * sin[at]!;
      half[last - 2 * at] = -(a * sin[at]! + b * cos[at]!);
    }
  }
}

/** Cosines and sines of angles. */
class Turns {
  readonly cos: Float64Array;
  readonly sin: Float64Array;

  constructor(count: number, angle: (index: number) => number) {
    this.cos = Float64Array.from({ length: count }, (_, index) => Math.cos(angle(index)));
    this.sin = Float64Array.from({ length: count }, (_, index) => Math.sin(angle(index)));
  }
}

/** The fast Fourier transform in place, by halves (Cooley and Tukey). */
class Fourier {
  private readonly size: number;
  private readonly turns: Turns;
  private readonly reversed: Uint32Array;

  constructor(size: number) {
    this.size = size;
    this.turns = new Turns(size / 2, (index) => (-2 * Math.PI * index) / size);
    const bits = Math.log2(size);
    this.reversed = Uint32Array.from({ length: size }, (_, index) => {
      let result = 0;
      for (let bit = 0; bit < bits; bit++) result |= ((index >> bit) & 1) << (bits - 1 - bit);
      return result;
    });
  }

  run(real: Float64Array, imaginary: Float64Array): void {
    const { size, reversed } = this;
    const { cos, sin } = this.turns;
    for (let at = 0; at < size; at++) {
      const other = reversed[at]!;
      if (other > at) {
        [real[at], real[other]] = [real[other]!, real[at]!];
        [imaginary[at], imaginary[other]] = [imaginary[other]!, imaginary[at]!];
      }
    }
    for (let width = 1; width < size; width *= 2) {
      const step = size / (2 * width);
      for (let start = 0; start < size; start += 2 * width) {
        for (let index = 0; index < width; index++) {
          const [low, high] = [start + index, start + index + width];
          const [c, s] = [cos[index * step]!, sin[index * step]!];
          const a = real[high]! * c - imaginary[high]! * s;
          const b = real[high]! * s + imaginary[high]! * c;
          real[high] = real[low]! - a;
          imaginary[high] = imaginary[low]! - b;
          real[low]! += a;
          imaginary[low]! += b;
        }
      }
    }
  }
}
