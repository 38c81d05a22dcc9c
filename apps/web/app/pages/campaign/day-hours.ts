/** Minutes of a day, and the step in which hours are dragged. */
export const DAY_MINUTES = 24 * 60;
export const STEP_MINUTES = 15;

/** `HH:MM` as minutes since midnight, `24:00` being the end of the day; null where it is no time. */
export function minutesOf(time: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(time);
  if (!match) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= DAY_MINUTES && Number(match[2]) < 60 ? minutes : null;
}

export function timeOf(minutes: number): string {
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${hours}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Daily hours; a beginning later than the end crosses midnight. */
export interface DayHours {
  from: number;
  until: number;
}

/** The parts of one day, from midnight to midnight, that the hours cover; none where they are empty. */
export function partsOf({ from, until }: DayHours): { start: number; end: number }[] {
  if (from < until) return [{ start: from, end: until }];
  if (from === until) return [];
  return [
    { start: 0, end: until },
    { start: from, end: DAY_MINUTES },
  ].filter(({ start, end }) => start < end);
}

/** Minutes that the hours last. */
export function lengthOf(hours: DayHours): number {
  return partsOf(hours).reduce((sum, { start, end }) => sum + end - start, 0);
}

/** Hours of the same length, earlier or later, around midnight if need be. Whole days stay as they are. */
export function shifted(hours: DayHours, by: number): DayHours {
  const length = lengthOf(hours);
  if (length === 0 || length === DAY_MINUTES) return hours;
  const from = wrapped(hours.from + by);
  return { from, until: endOf(from + length) };
}

/** With a new beginning or end, which never makes them empty. */
export function withEdge(hours: DayHours, edge: keyof DayHours, to: number): DayHours {
  const minutes = Math.max(0, Math.min(DAY_MINUTES, to));
  const moved =
    edge === 'from'
      ? { ...hours, from: minutes === DAY_MINUTES ? 0 : minutes }
      : { ...hours, until: endOf(minutes) };
  return lengthOf(moved) === 0 ? hours : moved;
}

/** `09:00 to 18:00, 9 hours`, and plainly where they end on the next day. */
export function describeHours(hours: DayHours): string {
  const length = lengthOf(hours);
  if (length === 0) return 'These hours are empty';
  if (length === DAY_MINUTES) return 'The whole day';
  const next = hours.from > hours.until ? ' on the next day' : '';
  const [whole, rest] = [Math.floor(length / 60), length % 60];
  const lasts = [
    ...(whole ? [`${whole} ${whole === 1 ? 'hour' : 'hours'}`] : []),
    ...(rest ? [`${rest} minutes`] : []),
  ].join(' ');
  return `${timeOf(hours.from)} to ${timeOf(hours.until)}${next} · ${lasts}`;
}

const wrapped = (minutes: number) => ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;

/** The end of the day is written as such, not as the beginning of the next. */
const endOf = (minutes: number) => wrapped(minutes) || DAY_MINUTES;
