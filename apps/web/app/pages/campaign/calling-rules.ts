import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed } from '@angular/core';
import type { CallingRuleView } from '@belltower/dto';
import { countryName, API_ROOT, Failure, PageHeader } from '@belltower/ui';
import { AccountHours } from './account-hours';
import { daysWords } from './days-words';

/** The calling hours of countries that campaigns keep to, with their sources. */
@Component({
  selector: 'app-calling-rules',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [AccountHours, Failure, PageHeader],
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

/** A rule as it is read. */
function lineOf(rule: CallingRuleView) {
  const byDays = new Map<string, string[]>();
  for (const hours of rule.hours) {
    const days = daysWords(hours.weekDays);
    byDays.set(days, [...(byDays.get(days) ?? []), `${hours.from} – ${hours.until}`]);
  }
  return {
    ...rule,
    name: countryName(rule.country),
    hours: [...byDays].map(([days, times]) => ({ days, times: times.join(' and ') })),
    since: dayWords(rule.since),
  };
}

function dayWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}
