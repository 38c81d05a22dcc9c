import { ChangeDetectionStrategy, Component, computed, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import {
  CallQuery,
  type CallView,
  ExportKind,
  fieldsOf,
  PageQuery,
  q850Words,
  sipWords,
} from '@belltower/dto';
import {
  EmptyState,
  Messages,
  Moment,
  PageHeader,
  RESOURCE_TABLE,
  ResourceTable,
  useIcons,
} from '@belltower/ui';
import refreshIcon from '@material-symbols/svg-400/rounded/refresh.svg';
import { ExportMenu } from '../export/export-menu';
import { CallDrawer } from './call-drawer';
import { callsApi, callsKeptSince } from './calls-api';
import { areGone, GoneNote } from './gone-note';
import { PeriodPicker } from './period-picker';
import { type Preset, PRESETS } from './report-period';
import { ReportState } from './report-state';

const PAGING = fieldsOf(PageQuery).map(({ name }) => name);
const FILTERS = fieldsOf(CallQuery)
  .map(({ name }) => name)
  .filter((name) => ![...PAGING, 'from', 'until'].includes(name));

/** The list of calls; the one that the address names is open beside it. */
@Component({
  selector: 'app-calls',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    CallDrawer,
    EmptyState,
    ExportMenu,
    GoneNote,
    MatButtonModule,
    MatIconModule,
    Moment,
    PageHeader,
    PeriodPicker,
    RESOURCE_TABLE,
    RouterLink,
  ],
  templateUrl: './calls.html',
  styles: `
    :host {
      display: block;
    }
    app-period-picker {
      margin-bottom: 12px;
    }
    .only {
      display: flex;
      align-items: center;
      gap: 8px;
      margin-bottom: 12px;
      padding: 4px 8px 4px 16px;
    }
    .quiet {
      display: inline-block;
      max-width: 18ch;
      overflow: hidden;
      color: inherit;
      text-overflow: ellipsis;
      vertical-align: bottom;
      white-space: nowrap;
      text-decoration: none;
    }
    .quiet:hover {
      text-decoration: underline;
    }
  `,
})
export class Calls {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly messages = inject(Messages);

  protected readonly calls = callsApi();
  protected readonly state = new ReportState('today', FILTERS);
  protected readonly presets = Object.keys(PRESETS) as Preset[];
  protected readonly table = viewChild.required(ResourceTable);
  // Named even while blank: what this page sets is no filter chip of the table.
  protected readonly fixed = computed(() => ({
    from: this.state.period().from,
    until: this.state.period().until ?? '',
    subscriberId: this.state.filters()['subscriberId'] ?? '',
  }));
  protected readonly keptSince = callsKeptSince(this.calls);
  /** Whether the whole period lies before the calls that are kept. */
  protected readonly isGone = computed(() => areGone(this.keptSince(), this.state.period().until));
  protected readonly opened = computed(() => Number(this.state.values()['call']) || null);
  protected readonly exported = ExportKind.Calls;
  protected readonly exportFilters = () => ({ ...this.state.period(), ...this.state.filters() });
  protected readonly sipWords = sipWords;
  protected readonly q850Words = q850Words;

  /** A call opens beside the list, which stays as it is. */
  protected readonly target = (row: CallView) =>
    this.router.createUrlTree([], {
      relativeTo: this.route,
      queryParams: { call: row.id },
      queryParamsHandling: 'merge',
    });

  constructor() {
    useIcons({ refresh: refreshIcon });
  }

  /** Opens the call before or after the one that is open; the list goes along to the page on which it stands. */
  protected async turn(id: number, step: 1 | -1): Promise<void> {
    try {
      const near = await this.table().neighbours.find(id, step);
      // Somebody who is quicker than the server has opened another meanwhile.
      if (near && this.opened() === id)
        this.state.write({ ...near.address, call: String(near.row.id) });
    } catch (problem) {
      this.messages.fail(problem);
    }
  }
}
