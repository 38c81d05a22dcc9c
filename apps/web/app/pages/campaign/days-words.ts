import { WeekDay } from '@belltower/dto';

const ALL = Object.values(WeekDay);

/** `Every day`, `Mon – Fri`, `Sat`, or `Mon – Wed, Fri`. */
export function daysWords(weekDays: readonly WeekDay[]): string {
  const days = ALL.filter((day) => weekDays.includes(day));
  if (days.length === ALL.length) return 'Every day';
  return runsOf(days).map(runWords).join(', ');
}

/** Days in order, those that follow one another together. */
function runsOf(days: readonly WeekDay[]): WeekDay[][] {
  const runs: WeekDay[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run && ALL.indexOf(day) === ALL.indexOf(run.at(-1)!) + 1) run.push(day);
    else runs.push([day]);
  }
  return runs;
}

function runWords(run: readonly WeekDay[]): string {
  const [first, last] = [run[0]!, run.at(-1)!].map(shortDay);
  if (run.length === 1) return first!;
  return run.length === 2 ? `${first}, ${last}` : `${first} – ${last}`;
}

const shortDay = (day: string) => day[0]!.toUpperCase() + day.slice(1, 3);
