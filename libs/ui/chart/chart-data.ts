import type { Tone } from '../status/looks';

/** One row of numbers of a chart, one for each category; null where there is none. */
export interface ChartSeries {
  name: string;
  values: readonly (number | null)[];
  /** Its colour; by default teal, then the others in turn. */
  tone?: Tone;
}

/** `bars` stand on each other, `lines` go side by side, `heat` has a line of squares for each series. */
export type ChartKind = 'bars' | 'lines' | 'heat';

/** The number that somebody chose in a chart, by its places. */
export interface ChartPick {
  category: number;
  series: number;
}

/** Colours of the theme as the canvas needs them: resolved, not as variables. */
export interface ChartColours {
  text: string;
  faint: string;
  grid: string;
  surface: string;
  /** From least to most of a heat map. */
  heat: readonly string[];
  tone: (tone: Tone) => string;
}

/** Tones of series that name none, told apart by colour-blind eyes too. */
const USUAL: readonly Tone[] = ['teal', 'amber', 'violet', 'slate', 'rose', 'blue'];

export function toneOf(series: ChartSeries, index: number): Tone {
  return series.tone ?? USUAL[index % USUAL.length]!;
}
