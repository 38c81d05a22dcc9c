import { HttpClient } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  linkedSignal,
  resource,
  signal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { Params, Router, RouterLink } from '@angular/router';
import { type DashboardView, Disposition, SubscriberState, WeekDay } from '@belltower/dto';
import {
  API_ROOT,
  Chart,
  type ChartPick,
  type ChartSeries,
  counted,
  Failure,
  formatDuration,
  formatNumber,
  formatShare,
  offsetName,
  PageHeader,
  queryParams,
  Session,
  StatTile,
  titled,
  useIcons,
  zoneCity,
} from '@belltower/ui';
import printIcon from '@material-symbols/svg-400/rounded/print.svg';
import { firstValueFrom } from 'rxjs';
import { areGone, GoneNote } from '../report/gone-note';
import { CALL_OUTCOMES, occurring, outcomeSeries } from '../report/outcome-series';
import { PeriodPicker } from '../report/period-picker';
import { periodWords } from '../report/report-period';
import { ReportState } from '../report/report-state';
import { stepNames } from '../report/step-words';
import { changeOf, changeOfShare } from './change';
import { DashboardFilters } from './dashboard-filters';
import { DispositionList } from './disposition-list';
import { FirstSteps } from './first-steps';
import { GatewayHealth } from './gateway-health';
import { MessageDashboard } from './message-dashboard';
import { reloadWhenTold } from './reload-when-told';
import { RunningCampaigns } from './running-campaigns';

/** A share of fewer calls says nothing about an hour. */
const FEWEST_CALLS = 5;

const MEASURES = ['Calls', 'Talk time'] as const;

/** How calling and texting go: the period's figures, what they are made of, and what is under way now. */
@Component({
  selector: 'app-dashboard',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    Chart,
    DispositionList,
    Failure,
    DashboardFilters,
    FirstSteps,
    GatewayHealth,
    GoneNote,
    MatButtonModule,
    MatIconModule,
    MessageDashboard,
    PageHeader,
    PeriodPicker,
    RouterLink,
    RunningCampaigns,
    StatTile,
  ],
  templateUrl: './dashboard.html',
  styleUrl: './dashboard.scss',
})
export class Dashboard {
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  protected readonly session = inject(Session);

  protected readonly state = new ReportState('last-7-days', ['campaignId']);
  protected readonly answer = resource({
    params: () => ({ ...this.state.period(), ...this.state.filters() }),
    loader: ({ params }) =>
      firstValueFrom(
        this.http.get<DashboardView>(`${API_ROOT}/reports/dashboard`, {
          params: queryParams(params),
        }),
      ),
  });
  /** What was last told stays while something newer is on its way. */
  protected readonly shown = linkedSignal<DashboardView | undefined, DashboardView | undefined>({
    source: () => (this.answer.hasValue() ? this.answer.value() : undefined),
    computation: (received, previous) => received ?? previous?.value,
  });

  protected readonly measures = MEASURES;
  protected readonly measuring = signal<(typeof MEASURES)[number]>('Calls');
  protected readonly fewest = FEWEST_CALLS;

  protected readonly purpose = computed(() => {
    const account = this.session.me()?.accountName ?? '';
    const view = this.shown();
    if (!view?.firstSteps.call) return `Welcome, ${account}.`;
    if (!view.hasMessages) return `How calling goes at ${account}.`;
    return view.hasCalls
      ? `How calling and texting go at ${account}.`
      : `How texting goes at ${account}.`;
  });
  protected readonly zone = computed(() => {
    const timeZone = this.session.timeZone();
    return `${zoneCity(timeZone)} time (${offsetName(timeZone)})`;
  });
  protected readonly comparedWith = computed(() => {
    const { previousFrom, previousUntil, timeZone } = this.shown()!;
    const before = { from: previousFrom, until: previousUntil };
    return `Compared with ${periodWords(before, timeZone, new Date())}`;
  });
  protected readonly completion = computed(() => {
    const campaigns = this.shown()!.campaigns;
    const sum = (of: (one: (typeof campaigns)[number]) => number) =>
      campaigns.reduce((total, one) => total + of(one), 0);
    const done = sum((one) => one.reached + one.sent + one.failed + one.suppressed);
    const all = sum(({ subscribers }) => subscribers);
    return all ? `Campaigns ${formatShare(done, all)} complete` : '';
  });
  protected readonly stepWord = computed(() => titled(this.shown()!.step).toLowerCase());
  protected readonly categories = computed(() => {
    const { overTime, step, timeZone } = this.shown()!;
    const froms = overTime.map(({ from }) => from);
    return stepNames(froms, step, timeZone);
  });
  protected readonly calls = computed(() => outcomeSeries(CALL_OUTCOMES, this.shown()!.overTime));
  protected readonly talk = computed<ChartSeries[]>(() => [
    {
      name: 'Talk time',
      tone: 'teal',
      values: this.shown()!.overTime.map(({ talkSeconds }) => talkSeconds),
    },
  ]);
  /** From the first hour that has calls on any day to the last. */
  private readonly callingHours = computed(() => {
    const hours = this.shown()!.hoursOfWeek.map(({ hour }) => hour);
    const first = Math.min(...hours, 23);
    return Array.from({ length: Math.max(...hours, 0) - first + 1 }, (_, index) => first + index);
  });
  protected readonly hours = computed(() =>
    this.callingHours().map((hour) => `${String(hour).padStart(2, '0')}:00`),
  );
  protected readonly heat = computed<ChartSeries[]>(() =>
    Object.values(WeekDay).map((weekDay) => ({
      name: titled(weekDay).slice(0, 3),
      values: this.callingHours().map((hour) => this.answeredAt(weekDay, hour)),
    })),
  );
  private readonly query = computed<Params>(() => {
    const { from, until } = this.shown()!;
    return { from, until, ...this.state.filters() };
  });
  /** Query of the list of all calls that the figures are of; null where none of them is kept any more. */
  protected readonly behind = computed<Params | null>(() => {
    const { callsKeptSince, until } = this.shown()!;
    return areGone(callsKeptSince, until) ? null : this.query();
  });
  /** Where that list is; a link to nowhere is plain text. */
  protected readonly callList = computed(() => (this.behind() ? '/calls' : null));
  protected readonly answered = computed(() => ({
    ...this.query(),
    disposition: Disposition.Answered,
  }));

  /** Query of the list of the subscribers who were reached: their last call was answered then. */
  protected readonly reached = computed<Params>(() => ({
    ...this.answered(),
    state: SubscriberState.Completed,
  }));

  protected readonly changeOf = changeOf;
  protected readonly changeOfShare = changeOfShare;
  protected readonly counted = counted;
  protected readonly formatDuration = formatDuration;
  protected readonly formatNumber = formatNumber;

  constructor() {
    useIcons({ print: printIcon });
    reloadWhenTold(['calls', 'campaign', 'gateway'], () => this.answer.reload());
  }

  protected share(ratio: number | null): string {
    return ratio === null ? '—' : formatShare(ratio, 1);
  }

  protected readonly shareOf = (ratio: number) => formatShare(ratio, 1);

  protected open({ category, series }: ChartPick): void {
    const { callsKeptSince, overTime } = this.shown()!;
    const { from, until } = overTime[category]!;
    if (areGone(callsKeptSince, until)) return;
    const disposition = occurring(CALL_OUTCOMES, overTime)[series];
    void this.router.navigate(['/calls'], {
      queryParams: { ...this.behind(), from, until, disposition },
    });
  }

  /** The calls of an hour of a week day. */
  protected openHour({ category, series }: ChartPick): void {
    const hour = this.callingHours()[category]!;
    const weekDay = Object.values(WeekDay)[series]!;
    void this.router.navigate(['/calls'], { queryParams: { ...this.behind(), weekDay, hour } });
  }

  protected print(): void {
    print();
  }

  private answeredAt(wanted: WeekDay, hourWanted: number): number | null {
    const found = this.shown()!.hoursOfWeek.find(
      ({ weekDay, hour }) => weekDay === wanted && hour === hourWanted,
    );
    return found && found.calls >= FEWEST_CALLS ? found.answered / found.calls : null;
  }
}
