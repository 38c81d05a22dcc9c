import { counted } from '@belltower/ui';

const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const plural = new Intl.PluralRules('en', { type: 'ordinal' });

/** `2nd`. */
export function ordinal(count: number): string {
  return `${count}${ENDINGS[plural.select(count)]}`;
}

/** `2 days 3 hours`, in its two largest units. */
export function lengthWords(seconds: number): string {
  const units: [number, string][] = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ];
  const first = units.findIndex(([length]) => seconds >= length);
  if (first < 0) return 'less than a second';
  let rest = seconds;
  return units
    .slice(first, first + 2)
    .map(([length, word]) => {
      const count = Math.floor(rest / length);
      rest -= count * length;
      return count ? counted(count, word, `${word}s`) : '';
    })
    .filter(Boolean)
    .join(' ');
}
