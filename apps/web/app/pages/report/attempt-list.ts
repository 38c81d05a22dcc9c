import { NgTemplateOutlet } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  contentChild,
  contentChildren,
  input,
  signal,
  TemplateRef,
  viewChild,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { ExportKind, PageQuery } from '@belltower/dto';
import {
  CellTemplate,
  EmptyState,
  EmptyTemplate,
  PageHeader,
  type ResourceApi,
  ResourceTable,
  type TableTemplates,
  useIcons,
} from '@belltower/ui';
import refreshIcon from '@material-symbols/svg-400/rounded/refresh.svg';
import { ExportMenu } from '../export/export-menu';
import type { AttemptRecord } from './attempt-page';
import { areGone, GoneNote } from './gone-note';
import { ListDrawer } from './list-drawer';
import { OpenBeside } from './open-beside';
import { PeriodPicker } from './period-picker';
import { type Preset, PRESETS } from './report-period';
import type { ReportState } from './report-state';

/**
 * A list of attempts, calls or messages; the one that the address names is open beside it. Columns are drawn by `cell`
 * templates within, what is told of one by the template `#details`, which gets it and the drawer that it stands in.
 */
@Component({
  selector: 'app-attempt-list',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    EmptyState,
    EmptyTemplate,
    ExportMenu,
    GoneNote,
    ListDrawer,
    MatButtonModule,
    MatIconModule,
    NgTemplateOutlet,
    PageHeader,
    PeriodPicker,
    ResourceTable,
    RouterLink,
  ],
  templateUrl: './attempt-list.html',
  styleUrl: './attempt-list.scss',
})
export class AttemptList<TView extends AttemptRecord, TQuery extends PageQuery> {
  readonly resource = input.required<ResourceApi<TView, TView, TQuery>>();
  readonly many = input.required<'Calls' | 'Messages'>();
  readonly purpose = input.required<string>();
  /** Said where there are none. */
  readonly none = input.required<string>();
  readonly state = input.required<ReportState>();
  /** From when on they are kept; null: for ever. */
  readonly keptSince = input.required<string | null>();
  readonly exported = input.required<ExportKind>();

  protected readonly details = contentChild.required<TemplateRef<unknown>>('details');
  private readonly cells = contentChildren(CellTemplate);
  private readonly empty = viewChild(EmptyTemplate);
  protected readonly parts: TableTemplates = {
    cells: this.cells,
    empty: this.empty,
    ...{ actions: signal(undefined), bulk: signal(undefined) },
  };
  protected readonly table = viewChild.required(ResourceTable);

  protected readonly presets = Object.keys(PRESETS) as Preset[];
  // Named even while blank: what this page sets is no filter chip of the table.
  protected readonly fixed = computed(() => ({
    from: this.state().period().from,
    until: this.state().period().until ?? '',
    subscriberId: this.state().filters()['subscriberId'] ?? '',
  }));
  /** Whether the whole period lies before those that are kept. */
  protected readonly isGone = computed(() =>
    areGone(this.keptSince(), this.state().period().until),
  );
  protected readonly opened = new OpenBeside(
    computed(() => this.resource().one),
    this.state,
    this.table,
  );
  protected readonly exportFilters = () => ({
    ...this.state().period(),
    ...this.state().filters(),
  });

  constructor() {
    useIcons({ refresh: refreshIcon });
  }
}
