import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  signal,
} from '@angular/core';
import {
  type Channel,
  CHANNEL_WORDS,
  CampaignEstimateInput,
  type CampaignEstimateView,
  fieldsOf,
  ForecastLimit,
  standardSchema,
} from '@belltower/dto';
import { formatNumber, Session, zoneCity } from '@belltower/ui';
import { CampaignApi } from './campaign-api';
import { LIMITED_BY } from './forecast-words';

const NAMES = fieldsOf(CampaignEstimateInput).map(({ name }) => name);
const SCHEMA = standardSchema(CampaignEstimateInput);
/** Typing goes on for a moment before anybody is asked. */
const PAUSE_MS = 400;

/** What a pace means: calls an hour, and when everybody will have been called. Announced; shown by whoever reads `text`. */
@Component({
  selector: 'app-pace-note',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<p class="cdk-visually-hidden" role="status">{{ text() }}</p>`,
})
export class PaceNote {
  /** What is typed in the campaign's form. */
  readonly model = input.required<Record<string, unknown>>();

  private readonly api = new CampaignApi();
  private readonly session = inject(Session);
  private readonly estimate = signal<CampaignEstimateView | null>(null);
  private readonly pace = computed(() => Number(this.model()['callsPerMinute']) || 0);
  // Equal by content: typing a name must not ask again.
  private readonly question = computed(
    () => Object.fromEntries(NAMES.map((name) => [name, asked(this.model()[name])])),
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );

  readonly text = computed(() => {
    if (!this.pace()) return '';
    const hourly = `≈ ${formatNumber(this.pace() * 60)} an hour`;
    return [hourly, ...this.bound(), ...this.ending()].join(', ');
  });

  constructor() {
    let timer: ReturnType<typeof setTimeout> | undefined;
    effect(() => {
      const question = this.question();
      clearTimeout(timer);
      timer = setTimeout(() => void this.ask(question), PAUSE_MS);
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(timer));
  }

  /** Where it cannot be as fast as it says. */
  private bound(): string[] {
    const estimate = this.estimate();
    if (!estimate || estimate.limitedBy === ForecastLimit.Pace) return [];
    const { callsPerMinute, limitedBy } = estimate;
    return [
      `but about ${formatNumber(Math.floor(callsPerMinute))} a minute are ${LIMITED_BY[limitedBy]}`,
    ];
  }

  private ending(): string[] {
    const estimate = this.estimate();
    if (!estimate?.contacts) return [];
    const { contacts, finishesAt, calledInTime } = estimate;
    if (!finishesAt)
      return [
        `only ${formatNumber(calledInTime)} of ${formatNumber(contacts)} numbers before the finish`,
      ];
    const zone = this.session.timeZone();
    const { called } = CHANNEL_WORDS[this.model()['channel'] as Channel];
    const at = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(new Date(finishesAt));
    return [`${formatNumber(contacts)} numbers ${called} once by ${at} (${zoneCity(zone)})`];
  }

  private async ask(question: object): Promise<void> {
    const input = question as CampaignEstimateInput;
    if (SCHEMA['~standard'].validate(input).issues) return this.estimate.set(null);
    try {
      const answer = await this.api.estimate(input);
      if (this.question() === question) this.estimate.set(answer);
    } catch {
      // A note beside a field: where nobody answers, the form works without it.
      this.estimate.set(null);
    }
  }
}

/** What nobody has chosen yet does not count as none. */
const asked = (value: unknown) =>
  value === '' || (Array.isArray(value) && !value.length) ? undefined : value;
