import { Period } from './period';

/**
 * The part of a period that comes first, read from its end or from its begin: so many months of UTC, as calls are kept
 * in a table for each. Of the first month it has what lies in the period.
 */
export function firstMonths({ from, until }: Period, months: number, fromEnd: boolean): Period {
  if (fromEnd) {
    const begin = monthOf(new Date(until.getTime() - 1), 1 - months);
    return { from: begin > from ? begin : from, until };
  }
  const end = monthOf(from, months);
  return { from, until: end < until ? end : until };
}

/** What is left of a period behind its first part; null where that was all. */
export function behind({ from, until }: Period, part: Period, fromEnd: boolean): Period | null {
  const rest = fromEnd ? { from, until: part.from } : { from: part.until, until };
  return rest.from < rest.until ? rest : null;
}

/** When a month begins, so many after that of an instant. `Date.UTC` would take the first centuries for the twentieth. */
function monthOf(at: Date, later: number): Date {
  return new Date(new Date(0).setUTCFullYear(at.getUTCFullYear(), at.getUTCMonth() + later, 1));
}
