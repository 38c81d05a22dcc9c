// Threads read this file as it stands: only syntax that can be erased, and no imports.

const TAPS_EACH_SIDE = 16;
/** Of what the new rate could carry: the filter needs room to fall. */
const PASSED = 0.92;
const LEAST_RATE = 1_000;
const GREATEST_RATE = 192_000;

/** Sound at another rate, piece by piece, without what that rate cannot carry (a windowed sinc, worked out once). */
export class Resampler {
  readonly from: number;
  /** Rates without their common divisor: so many places between two samples, and so far from one result to the next. */
  private readonly places: number;
  private readonly step: number;
  /** Samples on each side that have a part in a result. */
  private readonly reach: number;
  /** The weights of all samples in reach, for each place. */
  private readonly weights: Float32Array;
  /** What has come and is still needed, and where it begins: before the sound itself is silence. */
  private held: Float32Array;
  private heldFrom: number;
  private received = 0;
  private made = 0;

  /** Whether sound of so many samples a second can be read. */
  static takes(rate: number): boolean {
    return Number.isInteger(rate) && rate >= LEAST_RATE && rate <= GREATEST_RATE;
  }

  /** @param from samples a second that come, and @param to that are wanted */
  constructor(from: number, to: number) {
    this.from = from;
    const divisor = commonDivisor(from, to);
    this.places = to / divisor;
    this.step = from / divisor;
    const stretch = Math.max(1, from / to);
    this.reach = Math.ceil(TAPS_EACH_SIDE * stretch);
    this.weights = weightsOf(this.places, this.reach, stretch);
    this.held = new Float32Array(this.reach);
    this.heldFrom = -this.reach;
  }

  /** What can be made of the sound so far; the end of it waits for more. */
  push(samples: Float32Array): Float32Array {
    if (this.places === this.step) return samples;
    const held = new Float32Array(this.held.length + samples.length);
    held.set(this.held);
    held.set(samples, this.held.length);
    this.held = held;
    this.received += samples.length;
    return this.make(Math.floor(((this.received - this.reach) * this.places) / this.step));
  }

  /** The rest. */
  end(): Float32Array {
    if (this.places === this.step) return new Float32Array();
    const all = Math.floor((this.received * this.places) / this.step);
    const held = new Float32Array(this.held.length + this.reach);
    held.set(this.held);
    this.held = held;
    return this.make(all);
  }

  private make(until: number): Float32Array {
    const { places, step, reach, weights, held, heldFrom } = this;
    const result = new Float32Array(Math.max(0, until - this.made));
    const taps = 2 * reach;
    for (let at = 0; at < result.length; at++) {
      const position = (this.made + at) * step;
      const first = Math.floor(position / places) - reach + 1 - heldFrom;
      const place = (position % places) * taps;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += held[first + tap]! * weights[place + tap]!;
      result[at] = sum;
    }
    this.made += result.length;
    const done = Math.floor((this.made * step) / places) - reach + 1 - heldFrom;
    if (done > 0) {
      this.held = held.slice(done);
      this.heldFrom += done;
    }
    return result;
  }
}

/** Those of one place add up to one, so that nothing becomes louder or softer. */
function weightsOf(places: number, reach: number, stretch: number): Float32Array {
  const taps = 2 * reach;
  const weights = new Float32Array(places * taps);
  for (let place = 0; place < places; place++) {
    const own = weights.subarray(place * taps, (place + 1) * taps);
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      own[tap] = weight(
        tap - reach + 1 - place / places,
        PASSED / stretch,
        TAPS_EACH_SIDE * stretch,
      );
      sum += own[tap]!;
    }
    for (let tap = 0; tap < taps; tap++) own[tap]! /= sum;
  }
  return weights;
}

/** A low-pass filter at this distance in samples, under a Hann window. */
function weight(distance: number, cutoff: number, reach: number): number {
  if (Math.abs(distance) >= reach) return 0;
  const angle = Math.PI * distance * cutoff;
  const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
  return sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
}

function commonDivisor(a: number, b: number): number {
  return b ? commonDivisor(b, a % b) : a;
}
