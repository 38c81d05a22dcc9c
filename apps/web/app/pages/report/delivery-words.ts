import { formatDuration } from '@belltower/ui';

const MINUTE = 60;

/** How long messages took to their phones: `4.5 s`, from a minute on `1:05`; an em dash for what is not known. */
export function deliveryWords(seconds: number | null): string {
  if (seconds === null || Math.abs(seconds) >= MINUTE) return formatDuration(seconds);
  return `${seconds.toFixed(1)} s`;
}
