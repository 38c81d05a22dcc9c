import { computed, inject, Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Params, Router } from '@angular/router';
import { type Dto, fieldsOf, PageQuery } from '@belltower/dto';
import { Now, Session } from '@belltower/ui';
import { map } from 'rxjs';
import { isPreset, periodWords, Preset, presetPeriod, ReportPeriod } from './report-period';

/** Names of a list's filters, besides its paging and its period. */
export function filterNames(query: Dto): string[] {
  const others = [...fieldsOf(PageQuery).map(({ name }) => name), 'from', 'until'];
  return fieldsOf(query).flatMap(({ name }) => (others.includes(name) ? [] : [name]));
}

/** Period and filters of a report, kept in the address. Create it in an injection context. */
export class ReportState {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly session = inject(Session);
  private readonly now = inject(Now);

  /** Everything in the address. */
  readonly values: Signal<Readonly<Record<string, string>>> = toSignal(
    this.route.queryParamMap.pipe(
      map((params) => Object.fromEntries(params.keys.map((key) => [key, params.get(key) ?? '']))),
    ),
    { initialValue: {} },
  );
  readonly preset = computed<Preset | 'custom'>(() => {
    const { period = '', from } = this.values();
    if (isPreset(period)) return period;
    return from ? 'custom' : this.usual;
  });
  /** Equal by content, so that the passing of time alone asks the server nothing until the day ends. */
  readonly period = computed<ReportPeriod>(
    () => {
      const preset = this.preset();
      const { from = '', until } = this.values();
      if (preset === 'custom') return until ? { from, until } : { from };
      return presetPeriod(preset, this.session.timeZone(), new Date(this.now.minute()));
    },
    { equal: (a, b) => a.from === b.from && a.until === b.until },
  );
  readonly words = computed(() =>
    periodWords(this.period(), this.session.timeZone(), new Date(this.now.minute())),
  );
  /** Of these names, what is set. */
  readonly filters = computed(
    () =>
      Object.fromEntries(
        this.names.flatMap((name) => (this.values()[name] ? [[name, this.values()[name]!]] : [])),
      ) as Record<string, string>,
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );

  constructor(
    private readonly usual: Preset,
    private readonly names: readonly string[] = [],
  ) {}

  choose(preset: Preset): void {
    this.narrow({ period: preset === this.usual ? '' : preset, from: '', until: '' });
  }

  between({ from, until = '' }: ReportPeriod): void {
    this.narrow({ period: '', from, until });
  }

  /** Sets or, with `''`, drops filters. A list below starts again from its first page. */
  narrow(changes: Readonly<Record<string, string>>): void {
    this.write({ ...changes, after: '', page: '' });
  }

  write(changes: Readonly<Record<string, string>>): void {
    const queryParams: Params = Object.fromEntries(
      Object.entries(changes).map(([name, text]) => [name, text === '' ? null : text]),
    );
    void this.router.navigate([], {
      relativeTo: this.route,
      queryParams,
      queryParamsHandling: 'merge',
    });
  }
}
