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
  formatInstant,
  formatNear,
  formatNumber,
  FORM_FIELD_DEFAULTS,
  Now,
  queryParams,
  Session,
  useIcons,
} from '@belltower/ui';
import checkIcon from '@material-symbols/svg-400/rounded/check_circle.svg';
import pauseIcon from '@material-symbols/svg-400/rounded/pause_circle.svg';
import { firstValueFrom } from 'rxjs';
import { CampaignApi } from './campaign-api';
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
  protected readonly isCalling = computed(
    () => this.campaign().status === CampaignStatus.Running && this.whole().length === 0,
  );
  protected readonly headline = computed(() => {
    const [first] = this.whole();
    if (first) return this.sentenceOf(first);
    const { left, inProgress, waiting } = this.campaign();
    if (!left) return 'Everybody is done';
    if (inProgress || waiting) return 'It is calling';
    return 'It waits for numbers whose next attempt has not come yet';
  });
  protected readonly advice = computed(() => {
    const [first] = this.whole();
    return first ? HOLD_WORDS[first.reason].advice : '';
  });
  protected readonly further = computed(() =>
    this.whole()
      .slice(1)
      .map((hold) => this.sentenceOf(hold)),
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
    return nextAt ? `${short}: nothing to call until ${this.near(nextAt)}` : short;
  }

  private countOf({ subscribers, atLeast }: CampaignHoldView): string {
    return `${atLeast ? 'at least ' : ''}${formatNumber(subscribers)}`;
  }
}
