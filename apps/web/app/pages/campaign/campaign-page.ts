import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  numberAttribute,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { Router } from '@angular/router';
import {
  CampaignGatewayView,
  CampaignHoldView,
  CampaignStatisticsView,
  CampaignStatus,
} from '@belltower/dto';
import { Chart, Failure, LiveEvents, PageHeader, StatusChip } from '@belltower/ui';
import { DispositionList } from '../dashboard/disposition-list';
import { SimulatedMark } from '../gateway/simulated-mark';
import { CampaignActionsBar } from './campaign-actions';
import { CampaignActivity } from './campaign-activity';
import { CampaignAnswers } from './campaign-answers';
import { CampaignApi } from './campaign-api';
import { CampaignCalls } from './campaign-calls';
import { CampaignForecast } from './campaign-forecast';
import { CampaignGateways } from './campaign-gateways';
import { CampaignHolds } from './campaign-holds';
import { isUnderWay } from './campaign-progress';
import { CampaignSettings } from './campaign-settings';
import { CampaignStrip } from './campaign-strip';
import { CampaignSubscribers } from './campaign-subscribers';
import { ScheduleNote } from './schedule-note';

/** Hints come in bursts; the page is read again at most this often. */
const PAUSE_MS = 1_000;

/** One campaign, live: how far it is, why it does not call, its calls, its people, what it says, who did what. */
@Component({
  selector: 'app-campaign-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    CampaignActionsBar,
    CampaignActivity,
    CampaignAnswers,
    CampaignCalls,
    CampaignForecast,
    CampaignGateways,
    CampaignHolds,
    CampaignSettings,
    CampaignStrip,
    CampaignSubscribers,
    Chart,
    DispositionList,
    Failure,
    MatButtonModule,
    PageHeader,
    ScheduleNote,
    SimulatedMark,
    StatusChip,
  ],
  templateUrl: './campaign-page.html',
  styleUrl: './campaign-page.scss',
})
export class CampaignPage {
  readonly id = input.required({ transform: numberAttribute });

  private readonly api = new CampaignApi();
  private readonly events = inject(LiveEvents);
  private readonly router = inject(Router);

  protected readonly record = this.api.resource(() => this.id());
  protected readonly campaign = computed(() =>
    this.record.hasValue() ? this.record.value() : undefined,
  );
  protected readonly isUnderWay = computed(() => {
    const campaign = this.campaign();
    return !!campaign && isUnderWay(campaign.status);
  });
  private readonly holdsAnswer = this.api.part<CampaignHoldView[]>(() => this.id(), 'holds');
  protected readonly holds = computed(() =>
    this.holdsAnswer.hasValue() ? this.holdsAnswer.value() : [],
  );
  private readonly statisticsAnswer = this.api.part<CampaignStatisticsView>(
    () => this.id(),
    'statistics',
  );
  protected readonly statistics = computed(() =>
    this.statisticsAnswer.hasValue() ? this.statisticsAnswer.value() : undefined,
  );
  /** Where there is an answer, or a question to wait for one. */
  protected readonly answered = computed(() => {
    const figures = this.statistics();
    return figures?.questions.length || figures?.marks.length ? figures : undefined;
  });
  private readonly gatewaysAnswer = this.api.part<CampaignGatewayView[]>(
    () => (this.isUnderWay() ? this.id() : null),
    'gateways',
  );
  protected readonly gateways = computed(() =>
    this.gatewaysAnswer.hasValue() ? this.gatewaysAnswer.value() : [],
  );
  protected readonly isDraft = computed(() => this.campaign()?.status === CampaignStatus.Draft);

  protected readonly minutes = computed(() =>
    (this.statistics()?.perMinute ?? []).map(({ minute }) =>
      new Intl.DateTimeFormat('en-GB', {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone: this.zone(),
      }).format(new Date(minute)),
    ),
  );
  protected readonly zone = computed(() => this.campaign()?.timeZone ?? 'UTC');
  protected readonly perMinute = computed(() => {
    const minutes = this.statistics()?.perMinute ?? [];
    return [
      { name: 'Answered', tone: 'green' as const, values: minutes.map((one) => one.answered) },
      {
        name: 'Not answered',
        tone: 'slate' as const,
        values: minutes.map((one) => one.calls - one.answered),
      },
    ];
  });

  constructor() {
    let timer: ReturnType<typeof setTimeout> | undefined;
    effect((onCleanup) => {
      const subscriptions = [this.events.on('campaign', this.id()), this.events.on('calls')].map(
        (hints) =>
          hints.subscribe(() => {
            timer ??= setTimeout(() => {
              timer = undefined;
              this.reload();
            }, PAUSE_MS);
          }),
      );
      onCleanup(() => subscriptions.forEach((one) => one.unsubscribe()));
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(timer));
  }

  protected reload(): void {
    this.record.reload();
    this.holdsAnswer.reload();
    this.statisticsAnswer.reload();
    this.gatewaysAnswer.reload();
  }

  protected leave(): void {
    void this.router.navigate(['/campaigns']);
  }
}
