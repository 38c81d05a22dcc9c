import { formatNumber } from '@belltower/ui';

const percent = new Intl.NumberFormat('en', {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'never',
});

/** How a figure compares with the period before, in words that need no colour. */
export function changeOf(now: number, before: number): string {
  if (before === 0) return now === 0 ? 'As before: none' : 'None before';
  const change = now / before - 1;
  if (Math.abs(change) < 0.0005) return 'As before';
  return `${change > 0 ? '▲' : '▼'} ${percent.format(change)}`;
}

/** The same for shares, in percentage points; none where there was nothing to share. */
export function changeOfShare(now: number | null, before: number | null): string {
  if (now === null || before === null) return '';
  const points = Math.round((now - before) * 1_000) / 10;
  if (points === 0) return 'As before';
  return `${points > 0 ? '▲' : '▼'} ${formatNumber(Math.abs(points))} points`;
}
