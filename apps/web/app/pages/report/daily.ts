import { NgTemplateOutlet } from '@angular/common';
import { HttpClient } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  resource,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { Params, Router, RouterLink } from '@angular/router';
import { type FieldSpec, ReportGroup } from '@belltower/dto';
import {
  API_ROOT,
  Chart,
  type ChartPick,
  EmptyState,
  Failure,
  FilterBar,
  formatNumber,
  formatShare,
  lookOf,
  offsetName,
  PageHeader,
  PageTabs,
  queryParams,
  Session,
  titled,
  useIcons,
  zoneCity,
} from '@belltower/ui';
import printIcon from '@material-symbols/svg-400/rounded/print.svg';
import { firstValueFrom } from 'rxjs';
import { ExportMenu } from '../export/export-menu';
import {
  DAILY_MESSAGES,
  DAILY_TABS,
  type DailyReport,
  type DailyRow,
  type DailySource,
} from './daily-source';
import { areGone, GoneNote } from './gone-note';
import { countOf, occurring, outcomeSeries } from './outcome-series';
import { PeriodPicker } from './period-picker';
import { ReportState } from './report-state';
import { stepNames } from './step-words';

/** All that any source can be narrowed to. */
const NARROWING = DAILY_MESSAGES.filters.map(({ name }) => name);
const TIMES: readonly string[] = [
  ReportGroup.Hour,
  ReportGroup.Day,
  ReportGroup.Week,
  ReportGroup.Month,
];

/** Calls or messages counted by time or by name; every count leads to its rows. */
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
    PageTabs,
    PeriodPicker,
    RouterLink,
  ],
  templateUrl: './daily.html',
  styleUrl: './daily.scss',
})
export class Daily {
  readonly source = input.required<DailySource>();

  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly session = inject(Session);

  protected readonly tabs = DAILY_TABS;
  protected readonly state = new ReportState('last-7-days', NARROWING);
  protected readonly filters = computed(() => {
    const known = this.source().filters.map(({ name }) => name);
    const set = Object.entries(this.state.filters());
    return Object.fromEntries(set.filter(([name]) => known.includes(name)));
  });
  protected readonly unfiltered = Object.fromEntries(NARROWING.map((name) => [name, '']));
  protected readonly groups = computed(() =>
    this.source().groups.map((value) => ({ value, label: groupWord(value) })),
  );
  protected readonly grouping = computed(
    () =>
      this.source().groups.find((group) => group === this.state.values()['group']) ??
      ReportGroup.Day,
  );
  protected readonly query = computed(
    () => ({ group: this.grouping(), ...this.state.period(), ...this.filters() }),
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  protected readonly report = resource({
    params: () => ({ route: this.source().route, query: this.query() }),
    loader: ({ params: { route, query } }) =>
      firstValueFrom(
        this.http.get<DailyReport>(`${API_ROOT}/${route}`, { params: queryParams(query) }),
      ),
  });
  /** What was last told stays, dimmed, while something else is on its way. */
  protected readonly shown = linkedSignal<DailyReport | undefined, DailyReport | undefined>({
    source: () => (this.report.hasValue() ? this.report.value() : undefined),
    computation: (received, previous) => received ?? previous?.value,
  });
  /** From when on there are rows behind the numbers. */
  protected readonly keptSince = computed(() => {
    const { [this.source().keptSince]: since } = this.shown() as unknown as Record<string, unknown>;
    return (since ?? null) as string | null;
  });

  /** Besides those that have their column among the figures. */
  protected readonly outcomes = computed(() => {
    const { outcomes, told } = this.source();
    const met = occurring(outcomes, [this.shown()!.total as never]);
    return met.filter((one) => !Object.values(told).includes(one));
  });
  /** What the rows are called, here and below the bars. */
  protected readonly names = computed(() => {
    const { group, rows, timeZone } = this.shown()!;
    if (!TIMES.includes(group)) return rows.map(({ name }) => name);
    return stepNames(
      rows.map(({ from }) => from),
      group as ReportGroup,
      timeZone,
    );
  });
  protected readonly series = computed(() =>
    outcomeSeries(this.source().outcomes, this.shown()!.rows as never[]),
  );
  protected readonly groupWord = computed(() => groupWord(this.shown()!.group));
  protected readonly zone = computed(() => {
    const timeZone = this.session.timeZone();
    return `${zoneCity(timeZone)} time (${offsetName(timeZone)})`;
  });

  protected readonly formatNumber = formatNumber;
  protected readonly lookOf = lookOf;

  constructor() {
    useIcons({ print: printIcon });
  }

  /** Whether none of what is behind a row, or behind the total, is kept any more. */
  protected isGone(row: DailyRow | null): boolean {
    return areGone(this.keptSince(), row?.until ?? this.shown()!.until);
  }

  protected toneOf({ name }: FieldSpec): string {
    const outcome = this.source().told[name];
    return outcome ? `tone-${lookOf(outcome).tone}` : '';
  }

  /** Whether a figure counts rows of the list, and so leads to them. */
  protected counts({ name }: FieldSpec): boolean {
    const { count, told } = this.source();
    return name === count || name in told;
  }

  protected countOf(figures: object, outcome: string): number {
    return countOf(this.source().outcomes, figures as never, outcome);
  }

  /** A figure that leads nowhere: a number, a share, or a duration. */
  protected words({ name, unit, integer }: FieldSpec, figures: object): string {
    const value = (figures as Record<string, number | null>)[name] ?? null;
    if (unit === 'seconds') return this.source().seconds(value);
    if (value === null || integer) return formatNumber(value);
    return formatShare(value, 1);
  }

  /** The list of what a count is of; of the total where no row is given. */
  protected behind(row: DailyRow | null, outcome: string | null): Params {
    const { from, until } = row ?? this.shown()!;
    const narrowed = this.source().filters.map(({ name }) => [
      name,
      (row ?? this.filters())[name] ?? null,
    ]);
    const { filter } = this.source().outcomes;
    return { from, until, ...Object.fromEntries(narrowed), [filter]: outcome };
  }

  protected open({ category, series }: ChartPick): void {
    const { rows } = this.shown()!;
    if (this.isGone(rows[category]!)) return;
    const outcome = occurring(this.source().outcomes, rows as never[])[series] ?? null;
    void this.router.navigate([this.source().list], {
      queryParams: this.behind(rows[category]!, outcome),
    });
  }

  protected print(): void {
    print();
  }
}

function groupWord(group: string): string {
  return group === 'code' ? 'Error code' : titled(group);
}
