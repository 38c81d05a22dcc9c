import { NgTemplateOutlet } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  Signal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { Router, RouterLink, UrlTree } from '@angular/router';
import { FieldSpec, fieldsOf, PageQuery } from '@belltower/dto';
import downIcon from '@material-symbols/svg-400/rounded/arrow_downward.svg';
import upIcon from '@material-symbols/svg-400/rounded/arrow_upward.svg';
import checkIcon from '@material-symbols/svg-400/rounded/check.svg';
import nextIcon from '@material-symbols/svg-400/rounded/chevron_right.svg';
import previousIcon from '@material-symbols/svg-400/rounded/chevron_left.svg';
import firstIcon from '@material-symbols/svg-400/rounded/first_page.svg';
import columnsIcon from '@material-symbols/svg-400/rounded/view_column.svg';
import { followHints } from '../api/follow-hints';
import { LiveEvents, LiveTopic } from '../api/live-events';
import { Identified, ResourceApi } from '../api/resource-api';
import { formatCount, formatNumber } from '../format/format';
import { useIcons } from '../icon/use-icons';
import { MENU } from '../menu/menu-item';
import { EmptyState } from '../page/empty-state';
import { Failure } from '../page/failure';
import { CellValue, isStatus } from './cell-value';
import { ColumnChoice } from './column-choice';
import { FilterBar } from './filter-bar';
import { ListRows } from './list-rows';
import { ListPlace, ListState } from './list-state';
import { steerRows } from './row-keys';
import type { RowNeighbours } from './row-neighbours';
import { RowSelection } from './row-selection';
import {
  ActionsTemplate,
  BulkTemplate,
  CellTemplate,
  EmptyTemplate,
  RowLink,
  TableTemplates,
} from './table-templates';
import { ViewLinks } from './view-links';
import { ViewMenu } from './view-menu';

/** Live hints come in bursts: the list is read again at most this often. */
const LIVE_PAUSE_MS = 2_000;

/**
 * The list of a resource: columns from the view DTO, filters from the query DTO, both kept in the
 * address; paging by key; rows as links; selection for bulk actions. Pages override by template:
 * `cell`, `actions`, `bulk`, `empty`.
 */
@Component({
  selector: 'app-resource-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    CellValue,
    EmptyState,
    Failure,
    FilterBar,
    MatButtonModule,
    MatIconModule,
    MENU,
    NgTemplateOutlet,
    RouterLink,
    ViewLinks,
    ViewMenu,
  ],
  templateUrl: './resource-table.html',
  styleUrl: './resource-table.scss',
  host: { '(keydown)': 'steer($event)' },
})
export class ResourceTable<
  TInput extends object,
  TView extends Identified,
  TQuery extends PageQuery,
> extends TableTemplates {
  readonly resource = input.required<ResourceApi<TInput, TView, TQuery>>();
  /** Where a row leads; null for a row that opens nothing. */
  readonly link = input<((row: TView) => RowLink | null) | null>(null);
  /** Filters that this page sets and nobody can change, such as the campaign of its subscribers. */
  readonly fixed = input<Readonly<Record<string, string | number>>>({});
  readonly place = input<ListPlace>('address');
  /** Names in the address that are the page's and say what it shows, such as a period: views keep them. */
  readonly kept = input<readonly string[]>([]);
  /** Names in the address that are the page's and say what is open just now. */
  readonly passing = input<readonly string[]>([]);
  /** Topic whose events mean that rows may have changed. */
  readonly live = input<LiveTopic | null>(null);
  /** The page around the table, where the templates stand in its content. */
  readonly templates = input<TableTemplates | null>(null);

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly router = inject(Router);

  protected readonly parts: Signal<TableTemplates> = computed(() => this.templates() ?? this);
  protected readonly overrides = computed(
    () =>
      new Map(
        this.parts()
          .cells()
          .map(({ name, template }) => [name(), template]),
      ),
  );

  protected readonly filterSpecs = computed(() => {
    const own = [...fieldsOf(PageQuery).map(({ name }) => name), ...Object.keys(this.fixed())];
    return fieldsOf(this.resource().query).filter(({ name }) => !own.includes(name));
  });
  protected readonly state = new ListState(
    this.place,
    computed(() => ({
      filters: this.filterSpecs(),
      sorts: fieldsOf(this.resource().view).flatMap(({ name, sort }) => (sort ? [name] : [])),
      kept: [...Object.keys(this.fixed()), ...this.kept()],
      passing: this.passing(),
    })),
  );
  protected readonly columns = new ColumnChoice(
    computed(() => this.resource().route),
    computed(() => {
      // What is the same in every row, as the list is of one campaign, says nothing in a column.
      const same = Object.entries(this.fixed()).flatMap(([name, value]) =>
        value === '' ? [] : name,
      );
      const isSame = (name: string) => same.includes(name.replace(/Name$/, 'Id'));
      return fieldsOf(this.resource().view).filter(({ name }) => !isSame(name));
    }),
    this.state,
  );
  /** What is shown, as a view keeps it. */
  protected readonly shown = computed(() => ({
    ...this.state.kept(),
    columns: this.columns
      .shown()
      .map(({ name }) => name)
      .join(','),
  }));
  protected readonly hasViews = computed(
    () => this.place() === 'address' && this.filterSpecs().length > 0,
  );
  protected readonly isUsual = computed(
    () => !this.state.columns() && Object.keys(this.state.kept()).length === 0,
  );
  /** What the address asks for in vain. */
  protected readonly strange = computed(() => [
    ...Object.entries(this.state.strange()).map(([name, text]) => `${name}=${text}`),
    ...this.columns.strange().map((name) => `the column ${name}`),
  ]);
  readonly selection = new RowSelection();
  protected readonly rows = new ListRows<TView, TQuery>(this.resource, this.fixed, this.state);
  protected readonly filtered = computed(() => Object.keys(this.state.filters()).length > 0);
  protected readonly chosen = computed(() =>
    this.selection.chosen(this.rows.filters(), this.rows.total()?.count ?? null),
  );
  protected readonly skeleton = Array.from({ length: 8 }, (_, index) => index);

  protected readonly formatCount = formatCount;
  protected readonly formatNumber = formatNumber;

  constructor() {
    super();
    useIcons({
      arrow_downward: downIcon,
      arrow_upward: upIcon,
      check: checkIcon,
      chevron_left: previousIcon,
      chevron_right: nextIcon,
      first_page: firstIcon,
      view_column: columnsIcon,
    });
    // Rows chosen under other filters are out of sight: acting on them would surprise.
    effect(() => {
      this.rows.matching();
      this.selection.clear();
    });
    const events = inject(LiveEvents);
    const told = () => {
      const topic = this.live();
      return topic && events.on(topic);
    };
    followHints(told, LIVE_PAUSE_MS, () => this.reload());
  }

  /** Reads the rows again, such as after an action changed them. */
  reload(): void {
    this.rows.reload();
  }

  /** For whoever goes from row to row, such as what stands open beside the list. */
  get neighbours(): RowNeighbours<TView> {
    return this.rows.neighbours;
  }

  protected forgetStrange(): void {
    this.state.clearStrange(this.columns.shown().map(({ name }) => name));
  }

  protected direction({ name }: FieldSpec): 'ascending' | 'descending' | null {
    const sort = this.state.sort();
    if (sort === name) return 'ascending';
    return sort === `-${name}` ? 'descending' : null;
  }

  /** First ascending, then descending, then the list's own order. */
  protected sortBy(spec: FieldSpec): void {
    const order = { none: spec.name, ascending: `-${spec.name}`, descending: '' };
    this.state.sortBy(order[this.direction(spec) ?? 'none']);
  }

  protected isNumeric({ kind }: FieldSpec): boolean {
    return kind === 'number';
  }

  protected isStatus(spec: FieldSpec): boolean {
    return spec.kind === 'choice' && isStatus(spec);
  }

  protected target(row: TView): RowLink | null {
    return this.link()?.(row) ?? null;
  }

  /** A click anywhere in a row follows its link, unless it was meant for something in the row. */
  protected follow(event: MouseEvent, row: TView): void {
    const target = this.target(row);
    const meant = (event.target as HTMLElement).closest('a, button, input, label');
    if (!target || meant || getSelection()?.type === 'Range') return;
    const tree = target instanceof UrlTree ? target : this.router.createUrlTree([...target]);
    if (event.button === 1 || event.ctrlKey || event.metaKey) {
      open(this.router.serializeUrl(tree), '_blank');
    } else if (event.button === 0) void this.router.navigateByUrl(tree);
  }

  protected isPageChosen(): boolean {
    const rows = this.rows.all();
    return rows.length > 0 && rows.every(({ id }) => this.selection.has(id));
  }

  protected choosePage(ticked: boolean): void {
    this.selection.set(
      this.rows.all().map(({ id }) => id),
      ticked,
    );
  }

  protected steer(event: KeyboardEvent): void {
    steerRows(event, this.host, this.parts().bulk() ? (id) => this.selection.toggle(id) : null);
  }
}

/** The table with its templates, for a page's `imports`: a template that is not imported shows nothing. */
export const RESOURCE_TABLE = [
  ResourceTable,
  CellTemplate,
  ActionsTemplate,
  BulkTemplate,
  EmptyTemplate,
] as const;
