import { NgTemplateOutlet } from '@angular/common';
import { HttpClient } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  linkedSignal,
  resource,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { Params, Router, RouterLink } from '@angular/router';
import {
  CallFiguresView,
  type DailyReportView,
  type DailyRowView,
  Disposition,
  ExportKind,
  fieldsOf,
  ReportGroup,
  ReportQuery,
} from '@belltower/dto';
import {
  API_ROOT,
  Chart,
  type ChartPick,
  EmptyState,
  Failure,
  FilterBar,
  formatDuration,
  formatNumber,
  formatShare,
  LOOKS,
  offsetName,
  PageHeader,
  queryParams,
  Session,
  titled,
  useIcons,
  zoneCity,
} from '@belltower/ui';
import printIcon from '@material-symbols/svg-400/rounded/print.svg';
import { firstValueFrom } from 'rxjs';
import { ExportMenu } from '../export/export-menu';
import { callsOf, dispositionSeries, occurring } from './disposition-series';
import { areGone, GoneNote } from './gone-note';
import { PeriodPicker } from './period-picker';
import { ReportState } from './report-state';
import { stepNames } from './step-words';

const FILTERS = ['campaignId', 'gatewayId', 'country'];
const GROUPS = Object.values(ReportGroup);
const NAMED: readonly ReportGroup[] = [
  ReportGroup.Campaign,
  ReportGroup.Gateway,
  ReportGroup.Country,
];

/** Calls counted by time, campaign, gateway or country; every count leads to its calls. */
@Component({
  selector: 'app-daily',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    Chart,
    EmptyState,
    ExportMenu,
    Failure,
    FilterBar,
    GoneNote,
    MatButtonModule,
    MatIconModule,
    NgTemplateOutlet,
    PageHeader,
    PeriodPicker,
    RouterLink,
  ],
  templateUrl: './daily.html',
  styleUrl: './daily.scss',
})
export class Daily {
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly session = inject(Session);

  protected readonly state = new ReportState('last-7-days', FILTERS);
  protected readonly filterSpecs = fieldsOf(ReportQuery).filter(({ name }) =>
    FILTERS.includes(name),
  );
  protected readonly unfiltered = Object.fromEntries(FILTERS.map((name) => [name, '']));
  protected readonly groups = GROUPS.map((value) => ({ value, label: titled(value) }));
  protected readonly grouping = computed(
    () => GROUPS.find((group) => group === this.state.values()['group']) ?? ReportGroup.Day,
  );
  protected readonly query = computed(
    () => ({ group: this.grouping(), ...this.state.period(), ...this.state.filters() }),
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  protected readonly report = resource({
    params: this.query,
    loader: ({ params }) =>
      firstValueFrom(
        this.http.get<DailyReportView>(`${API_ROOT}/reports/daily`, {
          params: queryParams(params),
        }),
      ),
  });
  /** What was last told stays, dimmed, while something else is on its way. */
  protected readonly shown = linkedSignal<DailyReportView | undefined, DailyReportView | undefined>(
    {
      source: () => (this.report.hasValue() ? this.report.value() : undefined),
      computation: (received, previous) => received ?? previous?.value,
    },
  );

  protected readonly columns = fieldsOf(CallFiguresView).filter(({ list }) => list);
  /** Besides answered, which has its column among the figures. */
  protected readonly dispositions = computed(() =>
    occurring([this.shown()!.total]).filter((one) => one !== Disposition.Answered),
  );
  /** What the rows are called, here and below the bars. */
  protected readonly names = computed(() => {
    const { group, rows, timeZone } = this.shown()!;
    if (NAMED.includes(group)) return rows.map(({ name }) => name);
    return stepNames(
      rows.map(({ from }) => from),
      group,
      timeZone,
    );
  });
  protected readonly series = computed(() => dispositionSeries(this.shown()!.rows));
  protected readonly groupWord = computed(() => titled(this.shown()!.group));
  protected readonly zone = computed(() => {
    const timeZone = this.session.timeZone();
    return `${zoneCity(timeZone)} time (${offsetName(timeZone)})`;
  });

  protected readonly exported = ExportKind.Daily;
  protected readonly callsOf = callsOf;
  protected readonly formatDuration = formatDuration;
  protected readonly formatNumber = formatNumber;
  protected readonly looks = LOOKS;

  constructor() {
    useIcons({ print: printIcon });
  }

  /** Whether none of the calls behind a row, or behind the total, is kept any more. */
  protected isGone(row: DailyRowView | null): boolean {
    const { callsKeptSince, until } = this.shown()!;
    return areGone(callsKeptSince, row?.until ?? until);
  }

  protected share(ratio: number | null): string {
    return ratio === null ? '—' : formatShare(ratio, 1);
  }

  /** The list of the calls that a count is of; of the total where no row is given. */
  protected behind(row: DailyRowView | null, disposition: Disposition | null): Params {
    const { from, until } = this.shown()!;
    const { campaignId = null, gatewayId = null, country = null } = this.state.filters();
    const period = row ? { from: row.from, until: row.until } : { from, until };
    const filters = row
      ? { campaignId: row.campaignId, gatewayId: row.gatewayId, country: row.country }
      : { campaignId, gatewayId, country };
    return { ...period, ...filters, disposition };
  }

  protected open({ category, series }: ChartPick): void {
    const { rows } = this.shown()!;
    if (this.isGone(rows[category]!)) return;
    const disposition = occurring(rows)[series] ?? null;
    void this.router.navigate(['/calls'], {
      queryParams: this.behind(rows[category]!, disposition),
    });
  }

  protected print(): void {
    print();
  }
}
