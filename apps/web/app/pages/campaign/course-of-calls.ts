import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  input,
  untracked,
} from '@angular/core';
import { CallQuery, type CampaignStatisticsView, type CampaignView } from '@belltower/dto';
import { DispositionList } from '../dashboard/disposition-list';
import { callsApi } from '../report/calls-api';
import { CampaignAnswers } from './campaign-answers';
import { CampaignApi } from './campaign-api';
import { LastAttempts } from './last-attempts';
import { MinutesChart } from './minutes-chart';

/** How a campaign that calls is getting on: its calls by minute, how they ended, what was answered, the last ones. */
@Component({
  selector: 'app-course-of-calls',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CampaignAnswers, DispositionList, LastAttempts, MinutesChart],
  template: `
    @let held = campaign();
    <div class="pair">
      <app-minutes-chart
        class="panel"
        label="Calls per minute"
        good="Answered"
        others="Not answered"
        [minutes]="minutes()"
        [timeZone]="held.timeZone"
      />
      @if (statistics(); as figures) {
        <app-disposition-list
          class="panel"
          [figures]="figures"
          [behind]="{ campaignId: held.id, period: 'all' }"
        />
      }
    </div>
    @if (answered(); as figures) {
      <app-campaign-answers class="panel" [campaignId]="held.id" [statistics]="figures" />
    }
    <app-last-attempts
      many="calls"
      page="/calls"
      none="A call stands here as soon as it has ended."
      [campaignId]="held.id"
      [resource]="calls"
      [query]="query"
    />
  `,
  styleUrl: './campaign-course.scss',
})
export class CourseOfCalls {
  readonly campaign = input.required<CampaignView>();
  /** Grows when there may be news. */
  readonly news = input.required<number>();

  protected readonly calls = callsApi();
  protected readonly query = CallQuery;
  private readonly asked = new CampaignApi().part<CampaignStatisticsView>(
    () => this.campaign().id,
    'statistics',
  );
  protected readonly statistics = computed(() =>
    this.asked.hasValue() ? this.asked.value() : undefined,
  );
  /** Where there is an answer, or a question to wait for one. */
  protected readonly answered = computed(() => {
    const figures = this.statistics();
    return figures?.questions.length || figures?.marks.length ? figures : undefined;
  });
  protected readonly minutes = computed(() =>
    (this.statistics()?.perMinute ?? []).map(({ minute, calls, answered }) => ({
      minute,
      all: calls,
      good: answered,
    })),
  );

  constructor() {
    effect(() => {
      if (this.news()) untracked(() => this.asked.reload());
    });
  }
}
