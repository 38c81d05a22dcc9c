import { inject, resource, Signal, signal } from '@angular/core';
import { ApiProblem } from '../api/problem';
import { Filters, Named, Relations } from '../api/relations';

/** How long to wait after a key before asking the server. */
const PAUSE_MS = 200;

/** Search as you type in the records of a route. Create it in an injection context. */
export class RelationSearch {
  private readonly relations = inject(Relations);
  /** What is typed; null until somebody looks, so that a form with ten pickers sends nothing. */
  private readonly wanted = signal<string | null>(null);
  private timer?: ReturnType<typeof setTimeout>;

  private readonly found;

  constructor(route: Signal<string>, filters: Signal<Filters>) {
    this.found = resource({
      params: () => {
        const text = this.wanted();
        return text === null ? undefined : { route: route(), text, filters: filters() };
      },
      loader: ({ params }) => this.relations.search(params.route, params.text, params.filters),
    });
  }

  /** The records that fit, empty while there are none yet. */
  matches(): readonly Named[] {
    return this.found.hasValue() ? this.found.value() : [];
  }

  /** What stands in place of the records, if anything. */
  note(): string {
    if (this.found.isLoading()) return 'Searching…';
    const error = this.found.error();
    if (error) return ApiProblem.of(error).message;
    return this.found.hasValue() && !this.found.value().length ? 'Nothing found' : '';
  }

  /** Searches at once, as when the picker opens. */
  open(text = ''): void {
    clearTimeout(this.timer);
    if (this.wanted() === text) this.found.reload();
    else this.wanted.set(text);
  }

  type(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wanted.set(text.trim()), PAUSE_MS);
  }
}
