import { ReportGroup, TimeStep } from '@belltower/dto';

type Step = `${TimeStep}` | `${ReportGroup}`;

const OPTIONS: Partial<Record<Step, Intl.DateTimeFormatOptions>> = {
  'quarter-hour': { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  hour: {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
};

/** How a stretch of time is called that begins at an instant: `Tue 24 Nov`, `Week of 23 Nov 2026`. */
export function stepWords(from: string, step: Step, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, ...OPTIONS[step] });
  const words = format.format(new Date(from)).replace(/^(\w{3}), /, '$1 ');
  return step === 'week' ? `Week of ${words}` : words;
}
