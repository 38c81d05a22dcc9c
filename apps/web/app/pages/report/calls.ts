import { ChangeDetectionStrategy, Component, computed, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatMenuModule } from '@angular/material/menu';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { CallQuery, type CallView, fieldsOf, PageQuery, q850Words, sipWords } from '@belltower/dto';
import {
  API_ROOT,
  EmptyState,
  Moment,
  PageHeader,
  queryParams,
  RESOURCE_TABLE,
  ResourceTable,
  useIcons,
} from '@belltower/ui';
import downloadIcon from '@material-symbols/svg-400/rounded/download.svg';
import refreshIcon from '@material-symbols/svg-400/rounded/refresh.svg';
import { CallDrawer } from './call-drawer';
import { callsApi } from './calls-api';
import { PeriodPicker } from './period-picker';
import { type Preset, PRESETS } from './report-period';
import { ReportState } from './report-state';

const PAGING = fieldsOf(PageQuery).map(({ name }) => name);
const FILTERS = fieldsOf(CallQuery)
  .map(({ name }) => name)
  .filter((name) => ![...PAGING, 'from', 'until'].includes(name));

const FORMATS = [
  ['CSV for spreadsheets', 'csv'],
  ['JSON Lines', 'jsonl'],
  ['JSON', 'json'],
] as const;

/** The list of calls; the one that the address names is open beside it. */
@Component({
  selector: 'app-calls',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    CallDrawer,
    EmptyState,
    MatButtonModule,
    MatIconModule,
    MatMenuModule,
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
    .note {
      max-width: 280px;
      padding: 4px 16px 8px;
      font-size: 12px;
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
  protected readonly opened = computed(() => Number(this.state.values()['call']) || null);
  protected readonly files = computed(() => {
    const query = queryParams({ ...this.state.period(), ...this.state.filters() }).toString();
    return FORMATS.map(([label, format]) => ({
      label,
      url: `${API_ROOT}/calls.${format}?${query}`,
    }));
  });
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
    useIcons({ download: downloadIcon, refresh: refreshIcon });
  }
}
