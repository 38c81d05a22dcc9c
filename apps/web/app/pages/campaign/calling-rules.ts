import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed } from '@angular/core';
import { type CallingHoursView, type CallingRuleView, WeekDay } from '@belltower/dto';
import { API_ROOT, Failure, PageHeader } from '@belltower/ui';

/** The calling hours of countries that campaigns keep to, with their sources. */
@Component({
  selector: 'app-calling-rules',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, PageHeader],
  templateUrl: './calling-rules.html',
  styleUrl: './calling-rules.scss',
})
export class CallingRules {
  protected readonly rules = httpResource<CallingRuleView[]>(() => `${API_ROOT}/calling-rules`);
  protected readonly lines = computed(() => (this.rules.value() ?? []).map(lineOf));
  protected readonly version = computed(() => {
    const [first] = this.rules.value() ?? [];
    return first && dayWords(first.version);
  });
}

const countries = new Intl.DisplayNames(['en'], { type: 'region' });

/** A rule as it is read. */
function lineOf(rule: CallingRuleView) {
  const byDays = new Map<string, string[]>();
  for (const hours of rule.hours) {
    const days = daysWords(hours);
    byDays.set(days, [...(byDays.get(days) ?? []), `${hours.from} – ${hours.until}`]);
  }
  return {
    ...rule,
    name: countries.of(rule.country) ?? rule.country,
    hours: [...byDays].map(([days, times]) => ({ days, times: times.join(' and ') })),
    since: dayWords(rule.since),
  };
}

/** `Mon – Fri`, `Sat`, or `Every day`. */
function daysWords({ weekDays }: CallingHoursView): string {
  const all = Object.values(WeekDay);
  if (weekDays.length === all.length) return 'Every day';
  const [first, last] = [weekDays[0]!, weekDays.at(-1)!].map(shortDay);
  if (weekDays.length === 1) return first!;
  return weekDays.length === 2 ? `${first}, ${last}` : `${first} – ${last}`;
}

const shortDay = (day: string) => day[0]!.toUpperCase() + day.slice(1, 3);

function dayWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}
