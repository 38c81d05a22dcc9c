const RATE = 8_000;
const FRAME = 160;

/** Loudness of every fiftieth of a second. */
export function loudnessOf(samples: Int16Array): number[] {
  return framesOf(samples).map((frame) =>
    Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / FRAME),
  );
}

/** How well the loudness of what was said is found in what was heard, wherever that is: 1 is all of it. */
export function likeness(heard: readonly number[], said: readonly number[]): number {
  let best = -1;
  for (let shift = -said.length; shift < heard.length; shift++)
    best = Math.max(
      best,
      correlation(
        said,
        said.map((_, at) => heard[at + shift] ?? 0),
      ),
    );
  return best;
}

/** Seconds in which nothing but a tone of this frequency is heard (Goertzel's algorithm). */
export function secondsOfTone(samples: Int16Array, hertz: number): number {
  const pure = framesOf(samples).filter((frame) => {
    const energy = frame.reduce((sum, sample) => sum + sample * sample, 0);
    return energy > FRAME * 10_000 && powerAt(frame, hertz) > 0.8 * energy;
  });
  return (pure.length * FRAME) / RATE;
}

/** So many seconds of a tone. */
export function tone(hertz: number, seconds: number): Int16Array {
  return Int16Array.from({ length: seconds * RATE }, (_, at) =>
    Math.round(8_000 * Math.sin((2 * Math.PI * hertz * at) / RATE)),
  );
}

function framesOf(samples: Int16Array): Int16Array[] {
  return Array.from({ length: Math.floor(samples.length / FRAME) }, (_, frame) =>
    samples.subarray(frame * FRAME, (frame + 1) * FRAME),
  );
}

/** The energy of a frame at one frequency. */
function powerAt(frame: Int16Array, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / RATE);
  let [last, before] = [0, 0];
  for (const sample of frame) [last, before] = [sample + turn * last - before, last];
  return (2 * (last * last + before * before - turn * last * before)) / frame.length;
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [middle, otherMiddle] = [mean(one), mean(other)];
  let [both, first, second] = [0, 0, 0];
  one.forEach((value, at) => {
    const [a, b] = [value - middle, other[at]! - otherMiddle];
    both += a * b;
    first += a * a;
    second += b * b;
  });
  return both / Math.sqrt(first * second || 1);
}
