import { formatInstant, offsetName, zoneCity } from '@belltower/ui';
import { lengthWords } from './report-words';

/** Who made a report, and when. */
export function madeWords(report: {
  accountName: string;
  madeAt: string;
  timeZone: string;
}): string {
  const { accountName, madeAt, timeZone } = report;
  const zone = `${zoneCity(timeZone)} time, ${offsetName(timeZone, new Date(madeAt))}`;
  return `Campaign report of ${accountName}, made ${formatInstant(madeAt, timeZone)} (${zone})`;
}

/** Between its first attempt and its last; null while there is none. */
export interface Span {
  first: string | null;
  last: string | null;
  timeZone: string;
}

/** The zone with the offsets that its clocks had in a span: two where they changed. */
export function zoneWords({ first, last, timeZone }: Span): string {
  const offsets = [first, last].map((at) => offsetName(timeZone, at ? new Date(at) : undefined));
  const all = [...new Set(offsets)].join(', then ');
  return `${zoneCity(timeZone)} time (${all})`;
}

/** When it was under way, and for how long; null while it has not been. */
export function spanWords(word: 'call' | 'message', { first, last, timeZone }: Span) {
  if (!first || !last) return null;
  const [begin, end] = [first, last].map((at) => formatInstant(at, timeZone));
  const seconds = (Date.parse(last) - Date.parse(first)) / 1_000;
  return `First ${word} ${begin}, last ${word} ${end}: ${lengthWords(seconds)}.`;
}

/** `07:00–08:00` */
export function hourWords(hour: number): string {
  const pad = (one: number) => String(one).padStart(2, '0');
  return `${pad(hour)}:00–${pad((hour + 1) % 24)}:00`;
}
