import { Period } from './period';
import { InStep, Tallies } from './tallies';

/** Figures of each step of a period, of which the first and the last may be cut. */
export function overTime<T, F>(
  { figuresOf }: Pick<Tallies<T, F>, 'figuresOf'>,
  tallies: readonly (T & InStep)[],
  begins: readonly Date[],
  { from, until }: Period,
): (F & { from: string; until: string })[] {
  return begins.map((begin, index) => ({
    ...figuresOf(tallies.filter(({ step }) => step === index + 1)),
    from: (begin < from ? from : begin).toISOString(),
    until: (begins[index + 1] ?? until).toISOString(),
  }));
}
