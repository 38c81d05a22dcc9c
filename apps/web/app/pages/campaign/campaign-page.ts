import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  numberAttribute,
  signal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { Router } from '@angular/router';
import { CampaignGatewayView, CampaignHoldView, CampaignStatus } from '@belltower/dto';
import { Failure, followHints, LiveEvents, PageHeader, StatusChip } from '@belltower/ui';
import { merge } from 'rxjs';
import { SimulatedMark } from '../gateway/simulated-mark';
import { CampaignActionsBar } from './campaign-actions';
import { CampaignActivity } from './campaign-activity';
import { CampaignApi } from './campaign-api';
import { CampaignForecast } from './campaign-forecast';
import { CampaignGateways } from './campaign-gateways';
import { CampaignHolds } from './campaign-holds';
import { isUnderWay } from './campaign-progress';
import { CampaignSettings } from './campaign-settings';
import { CampaignStrip } from './campaign-strip';
import { CampaignSubscribers } from './campaign-subscribers';
import { CourseOfCalls } from './course-of-calls';
import { CourseOfMessages } from './course-of-messages';
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
    CampaignForecast,
    CampaignGateways,
    CampaignHolds,
    CampaignSettings,
    CampaignStrip,
    CampaignSubscribers,
    CourseOfCalls,
    CourseOfMessages,
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
  private readonly gatewaysAnswer = this.api.part<CampaignGatewayView[]>(
    () => (this.isUnderWay() ? this.id() : null),
    'gateways',
  );
  protected readonly gateways = computed(() =>
    this.gatewaysAnswer.hasValue() ? this.gatewaysAnswer.value() : [],
  );
  protected readonly isDraft = computed(() => this.campaign()?.status === CampaignStatus.Draft);

  /** Grows with every reload, for the parts that ask for themselves. */
  protected readonly news = signal(0);

  constructor() {
    const told = () => merge(this.events.on('campaign', this.id()), this.events.on('calls'));
    followHints(told, PAUSE_MS, () => this.reload());
  }

  protected reload(): void {
    this.record.reload();
    this.holdsAnswer.reload();
    this.news.update((times) => times + 1);
    this.gatewaysAnswer.reload();
  }

  protected leave(): void {
    void this.router.navigate(['/campaigns']);
  }
}
