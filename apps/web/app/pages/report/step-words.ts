import { ReportGroup, TimeStep } from '@belltower/dto';
import { offsetName } from '@belltower/ui';

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

/**
 * How stretches of time are called that begin at these instants: hours of one day by their time alone, and an
 * hour that comes twice, as one does every autumn, with its offset.
 */
export function stepNames(froms: readonly string[], step: Step, timeZone: string): string[] {
  const days = new Set(froms.map((from) => stepWords(from, 'day', timeZone)));
  const short = step === 'hour' && days.size === 1 ? 'quarter-hour' : step;
  const names = froms.map((from) => stepWords(from, short, timeZone));
  return names.map((name, index) =>
    names.indexOf(name) === names.lastIndexOf(name)
      ? name
      : `${name} (${offsetName(timeZone, new Date(froms[index]!))})`,
  );
}

/** How a stretch of time is called that begins at an instant: `Tue 24 Nov`, `Week of 23 Nov 2026`. */
export function stepWords(from: string, step: Step, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, ...OPTIONS[step] });
  const words = format.format(new Date(from)).replace(/^(\w{3}), /, '$1 ');
  return step === 'week' ? `Week of ${words}` : words;
}
