import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { HttpClient } from '@angular/common/http';
import {
  type CampaignExplanationView,
  type CampaignHoldView,
  CampaignStatus,
  type CampaignView,
} from '@belltower/dto';
import {
  ApiProblem,
  counted,
  formatInstant,
  formatNear,
  formatNumber,
  FORM_FIELD_DEFAULTS,
  Now,
  queryParams,
  Session,
  useIcons,
  wallClockOf,
  zoneCity,
} from '@belltower/ui';
import checkIcon from '@material-symbols/svg-400/rounded/check_circle.svg';
import pauseIcon from '@material-symbols/svg-400/rounded/pause_circle.svg';
import { firstValueFrom } from 'rxjs';
import { CampaignApi } from './campaign-api';
import { isOver } from './campaign-progress';
import { HOLD_WORDS } from './hold-words';

/** Why a campaign is not calling, as a whole and number by number, and the question about one number. */
@Component({
  selector: 'app-campaign-holds',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatButtonModule, MatFormFieldModule, MatIconModule, MatInputModule],
  templateUrl: './campaign-holds.html',
  styleUrl: './campaign-holds.scss',
})
export class CampaignHolds {
  readonly campaign = input.required<CampaignView>();
  readonly holds = input.required<readonly CampaignHoldView[]>();

  private readonly api = new CampaignApi();
  private readonly http = inject(HttpClient);
  private readonly now = inject(Now);
  private readonly session = inject(Session);
  protected readonly answer = signal('');

  protected readonly whole = computed(() =>
    this.holds().filter(({ wholeCampaign }) => wholeCampaign),
  );
  protected readonly single = computed(() =>
    this.holds()
      .filter(({ wholeCampaign }) => !wholeCampaign)
      .map((hold) => ({ ...hold, words: HOLD_WORDS[hold.reason], count: this.countOf(hold) })),
  );
  protected readonly over = computed(() => isOver(this.campaign().status));
  protected readonly title = computed(() => {
    if (this.over()) return 'Who was not reached';
    return this.isCalling() ? 'Calling' : 'Why it is not calling';
  });
  protected readonly isCalling = computed(
    () => this.campaign().status === CampaignStatus.Running && this.whole().length === 0,
  );
  protected readonly headline = computed(() => {
    const [first] = this.whole();
    if (this.over()) {
      const { left } = this.campaign();
      return left ? `${counted(left, 'number', 'numbers')} left uncalled when it ended` : '';
    }
    if (first) return this.sentenceOf(first);
    const { left, inProgress, waiting } = this.campaign();
    if (!left) return 'Everybody is done';
    if (inProgress || waiting) return 'It is calling';
    return 'It waits for numbers whose next attempt has not come yet';
  });
  protected readonly advice = computed(() => {
    const [first] = this.whole();
    return first && !this.over() ? HOLD_WORDS[first.reason].advice : '';
  });
  protected readonly further = computed(() =>
    (this.over() ? [] : this.whole()).slice(1).map((hold) => this.sentenceOf(hold)),
  );

  constructor() {
    useIcons({ check_circle: checkIcon, pause_circle: pauseIcon });
  }

  protected near(at: string): string {
    return formatNear(at, this.now.minute(), this.session.timeZone());
  }

  protected exact(at: string): string {
    return formatInstant(at, this.session.timeZone());
  }

  protected async explain(number: string): Promise<void> {
    if (!number.trim()) return;
    try {
      const { explanation } = await firstValueFrom(
        this.http.get<CampaignExplanationView>(this.api.url(`${this.campaign().id}/explain`), {
          params: queryParams({ number }),
        }),
      );
      this.answer.set(explanation);
    } catch (problem) {
      this.answer.set(ApiProblem.of(problem).message);
    }
  }

  private sentenceOf({ reason, nextAt }: CampaignHoldView): string {
    const { short } = HOLD_WORDS[reason];
    return nextAt ? `${short}: nothing to call ${this.until(nextAt)}` : short;
  }

  /** `until 09:00 (Madrid)`, with the day where it is another one. */
  private until(at: string): string {
    if (Date.parse(at) - Date.now() < 60_000) return 'for a moment';
    const zone = this.session.timeZone();
    const sameDay =
      wallClockOf(at, zone).slice(0, 10) === wallClockOf(new Date(), zone).slice(0, 10);
    const words = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...(sameDay ? {} : { weekday: 'short', day: 'numeric', month: 'short' }),
    }).format(new Date(at));
    return `until ${words} (${zoneCity(zone)})`;
  }

  private countOf({ subscribers, atLeast }: CampaignHoldView): string {
    return `${atLeast ? 'at least ' : ''}${formatNumber(subscribers)}`;
  }
}
