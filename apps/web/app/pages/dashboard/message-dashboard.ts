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
import { Params, Router, RouterLink } from '@angular/router';
import { type MessageDashboardView, MessageState } from '@belltower/dto';
import {
  API_ROOT,
  Chart,
  type ChartPick,
  counted,
  Failure,
  formatNumber,
  formatShare,
  queryParams,
  StatTile,
  titled,
} from '@belltower/ui';
import { firstValueFrom } from 'rxjs';
import { deliveryWords } from '../report/delivery-words';
import { areGone, GoneNote } from '../report/gone-note';
import { codeWords } from '../report/message-code';
import { countOf, MESSAGE_OUTCOMES, occurring, outcomeSeries } from '../report/outcome-series';
import { periodWords } from '../report/report-period';
import type { ReportState } from '../report/report-state';
import { stepNames } from '../report/step-words';
import { changeOf, changeOfShare } from './change';
import { MessageStateList } from './message-state-list';
import { reloadWhenTold } from './reload-when-told';

/** What the dashboard tells of text messages; what else goes on stands within. */
@Component({
  selector: 'app-message-dashboard',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Chart, Failure, GoneNote, MessageStateList, RouterLink, StatTile],
  templateUrl: './message-dashboard.html',
  styleUrls: ['./dashboard.scss', './message-dashboard.scss'],
})
export class MessageDashboard {
  readonly state = input.required<ReportState>();

  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);

  protected readonly answer = resource({
    params: () => ({ ...this.state().period(), ...this.state().filters() }),
    loader: ({ params }) =>
      firstValueFrom(
        this.http.get<MessageDashboardView>(`${API_ROOT}/reports/messages/dashboard`, {
          params: queryParams(params),
        }),
      ),
  });
  /** What was last told stays while something newer is on its way. */
  protected readonly shown = linkedSignal<
    MessageDashboardView | undefined,
    MessageDashboardView | undefined
  >({
    source: () => (this.answer.hasValue() ? this.answer.value() : undefined),
    computation: (received, previous) => received ?? previous?.value,
  });

  protected readonly comparedWith = computed(() => {
    const { previousFrom, previousUntil, timeZone } = this.shown()!;
    const before = { from: previousFrom, until: previousUntil };
    return `Compared with ${periodWords(before, timeZone, new Date())}`;
  });
  protected readonly stepWord = computed(() => titled(this.shown()!.step).toLowerCase());
  protected readonly categories = computed(() => {
    const { overTime, step, timeZone } = this.shown()!;
    return stepNames(
      overTime.map(({ from }) => from),
      step,
      timeZone,
    );
  });
  protected readonly series = computed(() =>
    outcomeSeries(MESSAGE_OUTCOMES, this.shown()!.overTime),
  );
  /** Query of the list of all messages that the figures are of; null where none of them is kept any more. */
  protected readonly behind = computed<Params | null>(() => {
    const { from, until, messagesKeptSince } = this.shown()!;
    return areGone(messagesKeptSince, until) ? null : { from, until, ...this.state().filters() };
  });
  /** Taken by the provider, and nothing reported yet. */
  protected readonly waiting = computed(() =>
    countOf(MESSAGE_OUTCOMES, this.shown()!.total, MessageState.Sent),
  );
  protected readonly codes = computed(() =>
    this.shown()!.codes.map(({ code, messages }) => ({
      code,
      words: codeWords(code),
      count: formatNumber(messages),
    })),
  );

  protected readonly delivered = { state: MessageState.Delivered };
  protected readonly sent = { state: MessageState.Sent };
  protected readonly changeOf = changeOf;
  protected readonly changeOfShare = changeOfShare;
  protected readonly counted = counted;
  protected readonly deliveryWords = deliveryWords;
  protected readonly formatNumber = formatNumber;

  constructor() {
    reloadWhenTold(['campaign', 'gateway'], () => this.answer.reload());
  }

  protected share(ratio: number | null): string {
    return ratio === null ? '—' : formatShare(ratio, 1);
  }

  /** Where a count leads; a link to nowhere is plain text. */
  protected list(): string | null {
    return this.behind() ? '/messages' : null;
  }

  protected open({ category, series }: ChartPick): void {
    const { messagesKeptSince, overTime } = this.shown()!;
    const { from, until } = overTime[category]!;
    if (areGone(messagesKeptSince, until)) return;
    const state = occurring(MESSAGE_OUTCOMES, overTime)[series];
    void this.router.navigate(['/messages'], {
      queryParams: { ...this.behind(), from, until, state },
    });
  }
}
