import { Verdict } from '@belltower/dto';
import { Case, judge } from './call-rules';
import { Ruling } from './ruling';

/** Rules that take turns in forbidding are followed through this many changes. */
const MOST_STEPS = 50;

/** What all rules together say. */
export interface Judgement {
  verdict: Verdict;
  rulings: Ruling[];
  /** The first instant at which all of them allow it; null where they do, or never by themselves. */
  nextAt: Date | null;
}

/** Judges an instant by every rule; where it is only too early, finds the first instant at which all allow it. */
export function judgeAll(asked: Case, at: Date): Judgement {
  const rulings = judge(asked, at);
  const verdict = verdictOf(rulings);
  const nextAt = verdict === Verdict.NotNow ? firstAllowed(asked, rulings) : null;
  // Rules that each open, but never together, forbid it for good.
  if (verdict === Verdict.NotNow && !nextAt) return { verdict: Verdict.Refused, rulings, nextAt };
  return { verdict, rulings, nextAt };
}

export function verdictOf(rulings: readonly Ruling[]): Verdict {
  const has = (verdict: Verdict) => rulings.some((ruling) => ruling.verdict === verdict);
  if (has(Verdict.Refused)) return Verdict.Refused;
  return has(Verdict.NotNow) ? Verdict.NotNow : Verdict.Allowed;
}

function firstAllowed(asked: Case, first: readonly Ruling[]): Date | null {
  let rulings = first;
  for (let step = 0; step < MOST_STEPS; step++) {
    const latest = rulings
      .flatMap(({ nextAt }) => nextAt ?? [])
      .reduce<Date | null>((late, at) => (late && late >= at ? late : at), null);
    if (!latest) return null;
    rulings = judge(asked, latest);
    const verdict = verdictOf(rulings);
    if (verdict === Verdict.Allowed) return latest;
    if (verdict === Verdict.Refused) return null;
  }
  return null;
}
