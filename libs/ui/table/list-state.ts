import { computed, inject, Signal, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Params, Router } from '@angular/router';
import type { FieldSpec } from '@belltower/dto';
import { map } from 'rxjs';

/** Where a list keeps its filters, sort and page: in the address, or in memory when it is a part of a page. */
export type ListPlace = 'address' | 'memory';

/** What a list understands of an address. */
export interface ListNames {
  filters: readonly FieldSpec[];
  /** Names of the columns it can be sorted by. */
  sorts: readonly string[];
  /** Names that belong to the page: those that say what is shown, such as a period, … */
  kept: readonly string[];
  /** … and those that only say what is open just now. */
  passing: readonly string[];
}

const PAGING = ['after', 'before', 'page'];
const OWN = ['sort', 'columns', ...PAGING];

/** Filters, sort, columns and page of a list. A filter is text, as it stands in the address and as the API reads it. */
export class ListState {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly address = toSignal(
    this.route.queryParamMap.pipe(
      map((params) => Object.fromEntries(params.keys.map((key) => [key, params.get(key) ?? '']))),
    ),
    { initialValue: {} as Record<string, string> },
  );
  private readonly memory = signal<Record<string, string>>({});
  private readonly values = computed(() =>
    this.place() === 'address' ? this.address() : this.memory(),
  );

  readonly sort = computed(() => {
    const sort = this.values()['sort'] ?? '';
    return this.names().sorts.includes(sort.replace(/^-/, '')) ? sort : '';
  });
  readonly filters = computed(
    () =>
      Object.fromEntries(
        this.names().filters.flatMap((spec) => {
          const text = known(spec, this.values()[spec.name] ?? '');
          return text === '' ? [] : [[spec.name, text]];
        }),
      ) as Record<string, string>,
  );
  /** Names of the columns that the address asks for; null where it leaves that to the list. */
  readonly columns = computed(() => this.values()['columns']?.split(',') ?? null);
  /** Page by number, from 1: for people to read; the cursor is what finds it. */
  readonly page = computed(() =>
    this.after() || this.before() ? Number(this.values()['page']) || 2 : 1,
  );
  readonly after = computed(() => this.values()['after'] ?? '');
  readonly before = computed(() => this.values()['before'] ?? '');

  /** What the address says of what is shown, as a view of the list keeps it. */
  readonly kept = computed(() => {
    const ofPage = this.names().kept.map((name) => [name, this.values()[name] ?? ''] as const);
    const all = { ...this.filters(), ...Object.fromEntries(ofPage), sort: this.sort() };
    return Object.fromEntries(Object.entries(all).filter(([, text]) => text !== ''));
  });

  /** Names in the address that mean nothing here, or nothing any more, each with the values that are at fault. */
  readonly strange = computed<Readonly<Record<string, string>>>(() => {
    const { filters, kept, passing } = this.names();
    const others = [...OWN, ...kept, ...passing];
    const found = Object.entries(this.values()).filter(([name, text]) => {
      if (name === 'sort') return text !== this.sort();
      const spec = filters.find((filter) => filter.name === name);
      return spec ? known(spec, text) !== text : !others.includes(name);
    });
    return Object.fromEntries(found.filter(([, text]) => text !== ''));
  });

  constructor(
    private readonly place: Signal<ListPlace>,
    private readonly names: Signal<ListNames>,
  ) {}

  /** Sets or, with `''`, drops filters; the list starts again from its first page. */
  filter(changes: Readonly<Record<string, string>>): void {
    this.write({ ...changes, ...FIRST });
  }

  clearFilters(): void {
    this.filter(Object.fromEntries(Object.keys(this.filters()).map((name) => [name, ''])));
  }

  /** Leaves in the address what the list understands of it, and these columns where it names any. */
  clearStrange(columns: readonly string[]): void {
    const understood = { sort: this.sort(), ...this.filters() } as Record<string, string>;
    const changes = Object.keys(this.strange()).map((name) => [name, understood[name] ?? '']);
    const named = this.columns() ? { columns: columns.join(',') } : {};
    this.write({ ...Object.fromEntries(changes), ...named } as Record<string, string>);
  }

  sortBy(sort: string): void {
    this.write({ sort, ...FIRST });
  }

  /** Asks for columns by name; for none, the list shows those it would. */
  showColumns(names: readonly string[]): void {
    this.write({ columns: names.join(',') });
  }

  goNext(cursor: string): void {
    this.write(this.beside(1, cursor));
  }

  goPrevious(cursor: string): void {
    // The first is read as such: rows may have come before it.
    if (this.page() <= 2) this.goFirst();
    else this.write(this.beside(-1, cursor));
  }

  /** What stands in the address for the page after this one (1) or for just the rows before it (-1). */
  beside(step: 1 | -1, cursor: string): Readonly<Record<string, string>> {
    const page = String(Math.max(1, this.page() + step));
    return step > 0 ? { after: cursor, before: '', page } : { after: '', before: cursor, page };
  }

  goFirst(): void {
    this.write(FIRST);
  }

  private write(changes: Readonly<Record<string, string>>): void {
    if (this.place() === 'memory') {
      this.memory.update((values) => ({ ...values, ...changes }));
      return;
    }
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

const FIRST: Readonly<Record<string, string>> = { after: '', before: '', page: '' };

/** Without choices that a filter does not have, or has no more. */
function known({ options, many }: FieldSpec, text: string): string {
  if (!options?.length) return text;
  const chosen = many ? text.split(',') : [text];
  return chosen.filter((one) => options.includes(one)).join(',');
}
