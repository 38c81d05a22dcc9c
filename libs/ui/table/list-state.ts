import { computed, inject, Signal, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Params, Router } from '@angular/router';
import { map } from 'rxjs';

/** Where a list keeps its filters, sort and page: in the address, or in memory when it is a part of a page. */
export type ListPlace = 'address' | 'memory';

/** Parts the cursors in the address; cursors are base64url, which has no `~`. */
const BETWEEN = '~';
/** Pages that "previous" can go back, one by one; beyond, it goes to the first page. */
const KEPT_CURSORS = 12;
const OWN = ['sort', 'after', 'page'];

/** Filters, sort and page of a list. A filter is text, as it stands in the address and as the API reads it. */
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

  readonly sort = computed(() => this.values()['sort'] ?? '');
  readonly filters = computed(
    () =>
      Object.fromEntries(
        Object.entries(this.values()).filter(
          ([name, text]) => !OWN.includes(name) && text !== '' && this.filterNames().includes(name),
        ),
      ) as Record<string, string>,
  );
  /** Page by number, from 1: for people to read; the cursor is what finds it. */
  readonly page = computed(() => (this.after() ? Number(this.values()['page']) || 2 : 1));
  readonly after = computed(() => this.cursors().at(-1) ?? '');
  private readonly cursors = computed(() =>
    (this.values()['after'] ?? '').split(BETWEEN).filter(Boolean),
  );

  constructor(
    private readonly place: Signal<ListPlace>,
    /** Names that count as filters; anything else in the address belongs to the page. */
    private readonly filterNames: Signal<readonly string[]>,
  ) {}

  /** Sets or, with `''`, drops filters; the list starts again from its first page. */
  filter(changes: Readonly<Record<string, string>>): void {
    this.write({ ...changes, after: '', page: '' });
  }

  clearFilters(): void {
    this.filter(Object.fromEntries(Object.keys(this.filters()).map((name) => [name, ''])));
  }

  sortBy(sort: string): void {
    this.write({ sort, after: '', page: '' });
  }

  goNext(cursor: string): void {
    const cursors = [...this.cursors(), cursor].slice(-KEPT_CURSORS);
    this.write({ after: cursors.join(BETWEEN), page: String(this.page() + 1) });
  }

  goPrevious(): void {
    const cursors = this.cursors().slice(0, -1);
    const page = cursors.length ? String(this.page() - 1) : '';
    this.write({ after: cursors.join(BETWEEN), page });
  }

  goFirst(): void {
    this.write({ after: '', page: '' });
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
