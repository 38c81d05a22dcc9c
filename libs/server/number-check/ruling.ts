import { CallRule, Verdict } from '@belltower/dto';

/** What one rule says about an instant. */
export interface Ruling {
  rule: CallRule;
  verdict: Verdict;
  because: string;
  /** When the rule allows it again; null where it does now, or not by itself. */
  nextAt: Date | null;
}

export function refused(rule: CallRule, because: string): Ruling {
  return { rule, verdict: Verdict.Refused, because, nextAt: null };
}

export function allowed(rule: CallRule, because: string): Ruling {
  return { rule, verdict: Verdict.Allowed, because, nextAt: null };
}

/** Not now, but by itself later; refused where that is never. */
export function notBefore(rule: CallRule, because: string, nextAt: Date | null): Ruling {
  return nextAt ? { rule, verdict: Verdict.NotNow, because, nextAt } : refused(rule, because);
}
