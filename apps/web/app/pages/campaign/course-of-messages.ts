import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  input,
  untracked,
} from '@angular/core';
import {
  type CampaignMessageStatisticsView,
  type CampaignView,
  MessageQuery,
} from '@belltower/dto';
import { MessageStateList } from '../dashboard/message-state-list';
import { messagesApi } from '../report/messages-api';
import { CampaignApi } from './campaign-api';
import { LastAttempts } from './last-attempts';
import { MinutesChart } from './minutes-chart';

/** How a campaign that sends messages is getting on: its messages by minute, what became of them, the last ones. */
@Component({
  selector: 'app-course-of-messages',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [LastAttempts, MessageStateList, MinutesChart],
  template: `
    @let held = campaign();
    <div class="pair">
      <app-minutes-chart
        class="panel"
        label="Messages per minute"
        good="Delivered"
        others="Not delivered, or not yet"
        [minutes]="minutes()"
        [timeZone]="held.timeZone"
      />
      @if (statistics(); as figures) {
        <app-message-state-list
          class="panel"
          [figures]="figures"
          [behind]="{ campaignId: held.id, period: 'all' }"
        />
      }
    </div>
    <app-last-attempts
      many="messages"
      page="/messages"
      none="A message stands here as soon as it has been handed over, or refused."
      [campaignId]="held.id"
      [resource]="messages"
      [query]="query"
    />
  `,
  styleUrl: './campaign-course.scss',
})
export class CourseOfMessages {
  readonly campaign = input.required<CampaignView>();
  /** Grows when there may be news. */
  readonly news = input.required<number>();

  protected readonly messages = messagesApi();
  protected readonly query = MessageQuery;
  private readonly asked = new CampaignApi().part<CampaignMessageStatisticsView>(
    () => this.campaign().id,
    'message-statistics',
  );
  protected readonly statistics = computed(() =>
    this.asked.hasValue() ? this.asked.value() : undefined,
  );
  protected readonly minutes = computed(() =>
    (this.statistics()?.perMinute ?? []).map(({ minute, messages, delivered }) => ({
      minute,
      all: messages,
      good: delivered,
    })),
  );

  constructor() {
    effect(() => {
      if (this.news()) untracked(() => this.asked.reload());
    });
  }
}
