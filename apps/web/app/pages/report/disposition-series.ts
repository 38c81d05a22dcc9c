import { type CallFiguresView, Disposition } from '@belltower/dto';
import { ChartSeries, LOOKS } from '@belltower/ui';

const ORDER = Object.values(Disposition);

/** The dispositions that occur in any of these, in their usual order. */
export function occurring(figures: readonly CallFiguresView[]): Disposition[] {
  const met = new Set(
    figures.flatMap(({ dispositions }) => dispositions.map((d) => d.disposition)),
  );
  return ORDER.filter((disposition) => met.has(disposition));
}

export function callsOf({ dispositions }: CallFiguresView, wanted: Disposition): number {
  return dispositions.find(({ disposition }) => disposition === wanted)?.calls ?? 0;
}

/** Bars of calls that stand on each other by disposition, one for each of these figures. */
export function dispositionSeries(figures: readonly CallFiguresView[]): ChartSeries[] {
  return occurring(figures).map((disposition) => ({
    name: LOOKS[disposition]!.word,
    tone: LOOKS[disposition]!.tone,
    values: figures.map((one) => callsOf(one, disposition)),
  }));
}
