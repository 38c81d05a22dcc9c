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
import downloadIcon from '@material-symbols/svg-400/rounded/download.svg';
import printIcon from '@material-symbols/svg-400/rounded/print.svg';
import { firstValueFrom } from 'rxjs';
import { callsOf, dispositionSeries, occurring } from './disposition-series';
import { PeriodPicker } from './period-picker';
import { ReportState } from './report-state';
import { stepNames } from './step-words';

const GROUPS = Object.values(ReportGroup);
const NAMED: readonly ReportGroup[] = [ReportGroup.Campaign, ReportGroup.Gateway];

/** Calls counted by time, campaign or gateway; every count leads to its calls. */
@Component({
  selector: 'app-daily',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    Chart,
    EmptyState,
    Failure,
    FilterBar,
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

  protected readonly state = new ReportState('last-7-days', ['campaignId', 'gatewayId']);
  protected readonly filterSpecs = fieldsOf(ReportQuery).filter(({ relation }) => relation);
  protected readonly groups = GROUPS.map((value) => ({ value, label: titled(value) }));
  protected readonly grouping = computed(
    () => GROUPS.find((group) => group === this.state.values()['group']) ?? ReportGroup.Day,
  );
  private readonly query = computed(
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
  protected readonly csvUrl = computed(
    () => `${API_ROOT}/reports/daily.csv?${queryParams(this.query()).toString()}`,
  );
  protected readonly zone = computed(() => {
    const timeZone = this.session.timeZone();
    return `${zoneCity(timeZone)} time (${offsetName(timeZone)})`;
  });

  protected readonly callsOf = callsOf;
  protected readonly formatDuration = formatDuration;
  protected readonly formatNumber = formatNumber;
  protected readonly looks = LOOKS;

  constructor() {
    useIcons({ download: downloadIcon, print: printIcon });
  }

  protected share(ratio: number | null): string {
    return ratio === null ? '—' : formatShare(ratio, 1);
  }

  /** The list of the calls that a count is of; of the total where no row is given. */
  protected behind(row: DailyRowView | null, disposition: Disposition | null): Params {
    const { from, until } = this.shown()!;
    const { campaignId = null, gatewayId = null } = this.state.filters();
    const period = row ? { from: row.from, until: row.until } : { from, until };
    const filters = row
      ? { campaignId: row.campaignId, gatewayId: row.gatewayId }
      : { campaignId, gatewayId };
    return { ...period, ...filters, disposition };
  }

  protected open({ category, series }: ChartPick): void {
    const { rows } = this.shown()!;
    const disposition = occurring(rows)[series] ?? null;
    void this.router.navigate(['/calls'], {
      queryParams: this.behind(rows[category]!, disposition),
    });
  }

  protected print(): void {
    print();
  }
}
