import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatIconModule } from '@angular/material/icon';
import type { CampaignForecastView, CampaignView } from '@belltower/dto';
import {
  counted,
  Failure,
  formatCount,
  formatNumber,
  Now,
  Session,
  useIcons,
  zoneCity,
} from '@belltower/ui';
import errorIcon from '@material-symbols/svg-400/rounded/error.svg';
import warningIcon from '@material-symbols/svg-400/rounded/warning.svg';
import { CampaignApi } from './campaign-api';
import { panelWords } from './panel-words';
import { heldBack, LIMITED_BY, retriesWords, whoIsCalled } from './forecast-words';

const A_MINUTE = 60_000;

/** What starting a campaign would come to: whom it calls, who is held back, how fast, until when, and what to mind. */
@Component({
  selector: 'app-campaign-forecast',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatIconModule],
  templateUrl: './campaign-forecast.html',
  styleUrl: './campaign-forecast.scss',
})
export class CampaignForecast {
  readonly campaign = input.required<CampaignView>();

  private readonly api = new CampaignApi();
  private readonly now = inject(Now);
  private readonly session = inject(Session);
  protected readonly asked = this.api.part<CampaignForecastView>(
    () => this.campaign().id,
    'forecast',
  );
  readonly forecast = computed(() => (this.asked.hasValue() ? this.asked.value() : undefined));
  protected readonly held = computed(() => heldBack(this.forecast()!, this.campaign().channel));
  protected readonly words = computed(() => panelWords(this.campaign()));
  protected readonly who = computed(() => whoIsCalled(this.forecast()!, this.campaign().channel));
  protected readonly figures = computed(() => {
    const seen = this.forecast()!;
    return [
      {
        label: `First ${this.words().one}`,
        ...this.instant(seen.firstCallAt, 'Its schedule does not open'),
      },
      { label: 'Expected finish', ...this.finish(seen) },
      {
        label: 'Pace',
        value: `${formatNumber(Math.round(seen.callsPerMinute))}/min`,
        below: LIMITED_BY[seen.limitedBy],
      },
      seen.segments === null ? this.channels(seen) : this.cost(seen, seen.segments),
    ];
  });

  constructor() {
    useIcons({ error: errorIcon, warning: warningIcon });
  }

  reload(): void {
    this.asked.reload();
  }

  protected count(value: number): string {
    return formatCount(value, this.forecast()!.approximate);
  }

  private channels({ peakChannels, knownFromCalls, callSeconds }: CampaignForecastView) {
    const seconds = counted(callSeconds, 'second', 'seconds');
    return {
      label: 'Peak channels',
      value: formatNumber(peakChannels),
      below: knownFromCalls ? `at ${seconds} a call, as last month` : `if a call takes ${seconds}`,
    };
  }

  private cost(seen: CampaignForecastView, segments: number) {
    const most = seen.mostSegments ?? 0;
    const retries = this.campaign().maxRetries ? ', retries not counted' : '';
    return {
      label: 'Segments',
      value: formatCount(segments, seen.segmentsApproximate),
      below: most > 1 ? `up to ${most} a message${retries}` : `1 a message${retries}`,
    };
  }

  private finish(seen: CampaignForecastView) {
    const { willBeCalled, finishesAt, calledInTime } = seen;
    const { called } = this.words();
    if (!willBeCalled) return { value: '—', below: `Nobody is ${called}` };
    if (finishesAt) {
      const { maxRetries, channel } = this.campaign();
      const { value, below } = this.instant(finishesAt, '');
      return { value, below: `${below}, ${retriesWords(seen, maxRetries ?? 0, channel)}` };
    }
    if (calledInTime >= willBeCalled)
      return { value: 'Not in time', below: 'There is not time for all retries' };
    return {
      value: 'Not in time',
      below: `${this.count(calledInTime)} of ${this.count(willBeCalled)} ${called}`,
    };
  }

  private instant(at: string | null, never: string) {
    if (!at) return { value: 'Never', below: never };
    const zone = this.session.timeZone();
    const value = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(new Date(at));
    return {
      value: Date.parse(at) <= this.now.minute() + A_MINUTE ? 'Now' : value,
      below: zoneCity(zone),
    };
  }
}
