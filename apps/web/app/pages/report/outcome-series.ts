import {
  type CallFiguresView,
  Disposition,
  type MessageCountsView,
  MessageState,
} from '@belltower/dto';
import { ChartSeries, lookOf } from '@belltower/ui';

/** How many attempts ended in one way, or are in one state. */
export interface OutcomeCount {
  outcome: string;
  count: number;
}

/** What became of attempts: of calls by disposition, of messages by state. */
export interface Outcomes<F> {
  /** Filter of their list by which they are asked for. */
  filter: 'disposition' | 'state';
  /** In their usual order. */
  all: readonly string[];
  /** Those that occur. */
  of(figures: F): readonly OutcomeCount[];
}

export const CALL_OUTCOMES: Outcomes<CallFiguresView> = {
  filter: 'disposition',
  all: Object.values(Disposition),
  of: ({ dispositions }) =>
    dispositions.map(({ disposition, calls }) => ({ outcome: disposition, count: calls })),
};

export const MESSAGE_OUTCOMES: Outcomes<MessageCountsView> = {
  filter: 'state',
  all: Object.values(MessageState),
  of: ({ states }) => states.map(({ state, messages }) => ({ outcome: state, count: messages })),
};

/** The outcomes that occur in any of these, in their usual order. */
export function occurring<F>({ all, of }: Outcomes<F>, figures: readonly F[]): string[] {
  const met = new Set(figures.flatMap((one) => of(one).map(({ outcome }) => outcome)));
  return all.filter((outcome) => met.has(outcome));
}

/** How many of these attempts had one outcome. */
export function countOf<F>({ of }: Outcomes<F>, figures: F, wanted: string): number {
  return of(figures).find(({ outcome }) => outcome === wanted)?.count ?? 0;
}

/** Bars that stand on each other by outcome, one for each of these figures. */
export function outcomeSeries<F>(outcomes: Outcomes<F>, figures: readonly F[]): ChartSeries[] {
  return occurring(outcomes, figures).map((outcome) => ({
    name: lookOf(outcome).word,
    tone: lookOf(outcome).tone,
    values: figures.map((one) => countOf(outcomes, one, outcome)),
  }));
}
