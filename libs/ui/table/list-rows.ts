import { computed, linkedSignal, resource, type Signal } from '@angular/core';
import type { Page, PageQuery } from '@belltower/dto';
import type { Identified, ResourceApi } from '../api/resource-api';
import { formatCount, formatNumber } from '../format/format';
import type { ListState } from './list-state';
import { RowNeighbours } from './row-neighbours';

/** Rows of a page; a screen shows about 20, a wide one 40. */
const ROWS = 50;

/** Where rows come from. */
type Source<TView extends Identified, TQuery extends PageQuery> = Pick<
  ResourceApi<never, TView, TQuery>,
  'list' | 'one' | 'many'
>;

interface Total {
  count: number;
  estimated: boolean;
}

/** The page of rows that a list shows, asked for by what stands in its state. Create it in an injection context. */
export class ListRows<TView extends Identified, TQuery extends PageQuery> {
  /** What rows have to match. Equal by content: another page of the same filters must not look like other filters. */
  readonly matching;
  private readonly request;
  private readonly answer;
  /** The rows last received: they stay, dimmed, while others are on their way. */
  private readonly page;
  /** For whoever goes from row to row, such as what stands open beside the list. */
  readonly neighbours: RowNeighbours<TView>;

  readonly all = computed(() => this.page()?.items ?? []);
  /** Cursor of the page behind this one, and of the one before; null where there is none. */
  readonly next = computed(() => this.page()?.next ?? null);
  readonly previous = computed(() => this.page()?.previous ?? null);
  readonly loading = computed(() => this.answer.isLoading());
  /** Whether there are none yet to look at meanwhile. */
  readonly waiting = computed(() => this.loading() && !this.page());
  readonly error = computed(() => this.answer.error());
  readonly isEmpty = computed(() => !this.loading() && this.all().length === 0);
  /** How many rows match: told with the first page only, and kept while the filters stay. */
  readonly total;
  readonly summary = computed(() => {
    const total = this.total();
    const { one, many } = this.source();
    if (!total) return `Page ${formatNumber(this.state.page())}`;
    return `${formatCount(total.count, total.estimated)} ${total.count === 1 ? one : many}`;
  });

  /** @param fixed filters that nobody can change */
  constructor(
    private readonly source: Signal<Source<TView, TQuery>>,
    fixed: Signal<Readonly<Record<string, string | number>>>,
    private readonly state: ListState,
  ) {
    this.matching = computed(() => ({ ...fixed(), ...state.filters() }), {
      equal: (a, b) => JSON.stringify(a) === JSON.stringify(b),
    });
    this.request = computed(
      () =>
        ({
          ...this.matching(),
          sort: state.sort(),
          after: state.after(),
          before: state.before(),
          limit: ROWS,
        }) as unknown as Partial<TQuery>,
    );
    this.answer = resource({
      params: () => ({ api: source(), query: this.request() }),
      loader: ({ params }) => params.api.list(params.query),
    });
    this.page = linkedSignal<Page<TView> | undefined, Page<TView> | undefined>({
      source: () => (this.answer.hasValue() ? this.answer.value() : undefined),
      computation: (received, previous) => received ?? previous?.value,
    });
    this.total = linkedSignal<{ filters: string; page?: Page<TView> }, Total | null>({
      source: () => ({ filters: JSON.stringify(this.matching()), page: this.page() }),
      computation: ({ filters, page }, previous) => {
        if (page && page.total !== null) return { count: page.total, estimated: page.estimated };
        return previous?.source.filters === filters ? previous.value : null;
      },
    });
    this.neighbours = new RowNeighbours(this.page, state, ({ after, before }) =>
      source().list({ ...this.request(), after, before } as Partial<TQuery>),
    );
  }

  reload(): void {
    this.answer.reload();
  }

  /** The filters as the API reads them in a query string or as `matching` of a bulk action. */
  filters(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.matching()).map(([name, value]) => [name, String(value)]),
    );
  }
}
