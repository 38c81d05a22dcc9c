import { instantOf, wallClockOf } from '@belltower/ui';

/** Periods that people ask for by name; their days are those of the account's time zone. */
export const PRESETS = {
  today: 'Today',
  yesterday: 'Yesterday',
  'last-7-days': 'Last 7 days',
  'last-30-days': 'Last 30 days',
  'this-month': 'This month',
  'last-month': 'Last month',
  all: 'Any time',
} as const;
export type Preset = keyof typeof PRESETS;

/** Those that are short enough for a report to divide. */
export const REPORT_PRESETS = (Object.keys(PRESETS) as Preset[]).filter(
  (preset) => preset !== 'all',
);

/** Before any call. */
const EVER = '2000-01-01T00:00:00.000Z';

/** A period as the API takes it. Without `until` it goes on until now. */
export interface ReportPeriod {
  from: string;
  until?: string;
}

export function isPreset(text: string): text is Preset {
  return text in PRESETS;
}

/** What a preset means at this moment. Today, this month and the last days go on until now. */
export function presetPeriod(preset: Preset, timeZone: string, now: Date): ReportPeriod {
  const today = wallClockOf(now, timeZone).slice(0, 10);
  const begin = (day: string) => instantOf(`${day}T00:00`, timeZone);
  const month = today.slice(0, 7);
  switch (preset) {
    case 'today':
      return { from: begin(today) };
    case 'yesterday':
      return { from: begin(daysFrom(today, -1)), until: begin(today) };
    case 'last-7-days':
      return { from: begin(daysFrom(today, -6)) };
    case 'last-30-days':
      return { from: begin(daysFrom(today, -29)) };
    case 'this-month':
      return { from: begin(`${month}-01`) };
    case 'all':
      return { from: EVER };
    case 'last-month':
      return {
        from: begin(`${daysFrom(`${month}-01`, -1).slice(0, 7)}-01`),
        until: begin(`${month}-01`),
      };
  }
}

/** `17 Nov 2026 – 23 Nov 2026`, with times where it does not begin and end with days. */
export function periodWords(period: ReportPeriod, timeZone: string, now: Date): string {
  if (period.from === EVER) return 'Any time';
  const end = period.until ?? now.toISOString();
  const first = wallClockOf(period.from, timeZone);
  const last = wallClockOf(end, timeZone);
  const hasWholeDays = first.endsWith('T00:00') && (!period.until || last.endsWith('T00:00'));
  if (!hasWholeDays) return `${moment(first)} – ${period.until ? moment(last) : 'now'}`;
  const lastDay = period.until ? daysFrom(last.slice(0, 10), -1) : last.slice(0, 10);
  const firstDay = first.slice(0, 10);
  return firstDay === lastDay ? day(firstDay) : `${day(firstDay)} – ${day(lastDay)}`;
}

function daysFrom(date: string, days: number): string {
  const time = Date.parse(`${date}T00:00:00Z`) + days * 86_400_000;
  return new Date(time).toISOString().slice(0, 10);
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

function day(date: string): string {
  return DAY.format(new Date(`${date}T00:00:00Z`));
}

function moment(wallClock: string): string {
  return `${day(wallClock.slice(0, 10))}, ${wallClock.slice(11)}`;
}
