import { ChangeDetectionStrategy, Component, computed, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { CallQuery, ExportKind, q850Words, sipWords } from '@belltower/dto';
import {
  EmptyState,
  Moment,
  PageHeader,
  RESOURCE_TABLE,
  ResourceTable,
  useIcons,
} from '@belltower/ui';
import refreshIcon from '@material-symbols/svg-400/rounded/refresh.svg';
import { ExportMenu } from '../export/export-menu';
import { CallDetails } from './call-details';
import { callsApi, callsKeptSince } from './calls-api';
import { areGone, GoneNote } from './gone-note';
import { ListDrawer } from './list-drawer';
import { OpenBeside } from './open-beside';
import { PeriodPicker } from './period-picker';
import { type Preset, PRESETS } from './report-period';
import { filterNames, ReportState } from './report-state';

/** The list of calls; the one that the address names is open beside it. */
@Component({
  selector: 'app-calls',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    CallDetails,
    EmptyState,
    ExportMenu,
    GoneNote,
    ListDrawer,
    MatButtonModule,
    MatIconModule,
    Moment,
    PageHeader,
    PeriodPicker,
    RESOURCE_TABLE,
    RouterLink,
  ],
  templateUrl: './calls.html',
  styleUrl: './attempts.scss',
})
export class Calls {
  protected readonly calls = callsApi();
  protected readonly state = new ReportState('today', filterNames(CallQuery));
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
  protected readonly opened = new OpenBeside('call', this.state, this.table);
  protected readonly exported = ExportKind.Calls;
  protected readonly exportFilters = () => ({ ...this.state.period(), ...this.state.filters() });
  protected readonly sipWords = sipWords;
  protected readonly q850Words = q850Words;

  constructor() {
    useIcons({ refresh: refreshIcon });
  }
}
