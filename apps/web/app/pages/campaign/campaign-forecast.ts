import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatIconModule } from '@angular/material/icon';
import type { CampaignForecastView } from '@belltower/dto';
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
  readonly campaignId = input.required<number>();
  /** Attempts after the first that the campaign may make. */
  readonly retries = input.required<number>();

  private readonly api = new CampaignApi();
  private readonly now = inject(Now);
  private readonly session = inject(Session);
  protected readonly asked = this.api.part<CampaignForecastView>(
    () => this.campaignId(),
    'forecast',
  );
  readonly forecast = computed(() => (this.asked.hasValue() ? this.asked.value() : undefined));
  protected readonly held = computed(() => heldBack(this.forecast()!));
  protected readonly who = whoIsCalled;
  protected readonly figures = computed(() => {
    const seen = this.forecast()!;
    return [
      { label: 'First call', ...this.instant(seen.firstCallAt, 'Its schedule does not open') },
      { label: 'Expected finish', ...this.finish(seen) },
      {
        label: 'Pace',
        value: `${formatNumber(Math.round(seen.callsPerMinute))}/min`,
        below: LIMITED_BY[seen.limitedBy],
      },
      {
        label: 'Peak channels',
        value: formatNumber(seen.peakChannels),
        below: seen.knownFromCalls
          ? `at ${counted(seen.callSeconds, 'second', 'seconds')} a call, as last month`
          : `if a call takes ${counted(seen.callSeconds, 'second', 'seconds')}`,
      },
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

  private finish(seen: CampaignForecastView) {
    const { willBeCalled, finishesAt, calledInTime } = seen;
    if (!willBeCalled) return { value: '—', below: 'Nobody is called' };
    if (finishesAt) {
      const { value, below } = this.instant(finishesAt, '');
      return { value, below: `${below}, ${retriesWords(seen, this.retries())}` };
    }
    if (calledInTime >= willBeCalled)
      return { value: 'Not in time', below: 'There is not time for all retries' };
    return {
      value: 'Not in time',
      below: `${this.count(calledInTime)} of ${this.count(willBeCalled)} called`,
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
