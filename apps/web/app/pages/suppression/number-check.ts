import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import {
  CALL_RULE_WORDS,
  fieldsOf,
  NumberCheckQuery,
  NumberCheckView,
  PageQuery,
  Verdict,
} from '@belltower/dto';
import {
  API_ROOT,
  Failure,
  Moment,
  PageHeader,
  PageTabs,
  queryParams,
  ResourceForm,
  Session,
  useIcons,
} from '@belltower/ui';
import refusedIcon from '@material-symbols/svg-400/rounded/block.svg';
import allowedIcon from '@material-symbols/svg-400/rounded/check_circle.svg';
import laterIcon from '@material-symbols/svg-400/rounded/schedule.svg';
import { suppressionPlace } from './suppression-api';

const PAGING = fieldsOf(PageQuery).map(({ name }) => name);

/** May I call, or text, this number? Every rule with its verdict, and all of them in a sentence. */
@Component({
  selector: 'app-number-check',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    Failure,
    MatButtonModule,
    MatIconModule,
    Moment,
    PageHeader,
    PageTabs,
    ResourceForm,
    RouterLink,
  ],
  templateUrl: './number-check.html',
  styleUrl: './number-check.scss',
})
export class NumberCheck {
  /** From the address, so that an answer can be sent to somebody. */
  readonly number = input<string>();
  readonly campaignId = input<string>();
  readonly channel = input<string>();
  readonly at = input<string>();

  protected readonly Query = NumberCheckQuery;
  protected readonly omitted = PAGING;
  protected readonly session = inject(Session);
  protected readonly tabs = suppressionPlace().tabs;
  protected readonly words = CALL_RULE_WORDS;
  protected readonly asked = computed(() => ({
    number: this.number() ?? '',
    campaignId: Number(this.campaignId()) || null,
    channel: this.channel() ?? '',
    at: this.at() ?? '',
  }));
  protected readonly answer = httpResource<NumberCheckView>(() =>
    this.number() ? `${API_ROOT}/numbers/check?${queryParams(this.asked())}` : undefined,
  );
  private readonly router = inject(Router);

  constructor() {
    useIcons({ allowed: allowedIcon, 'not-now': laterIcon, refused: refusedIcon });
  }

  /** Asks anew where the question is the same. */
  protected readonly ask = async (query: NumberCheckQuery): Promise<void> => {
    const { number, campaignId, channel, at } = query;
    const same = this.router.url;
    await this.router.navigate([], { queryParams: { number, campaignId, channel, at } });
    if (this.router.url === same) this.answer.reload();
  };

  protected forget(): void {
    void this.router.navigate([], { queryParams: {} });
  }

  protected toneOf(verdict: Verdict): string {
    if (verdict === Verdict.Allowed) return 'tone-green';
    return verdict === Verdict.NotNow ? 'tone-amber' : 'tone-red';
  }

  protected wordOf(verdict: Verdict): string {
    if (verdict === Verdict.Allowed) return 'Allowed';
    return verdict === Verdict.NotNow ? 'Not now' : 'Refused';
  }
}
