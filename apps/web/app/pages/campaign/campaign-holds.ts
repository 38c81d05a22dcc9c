import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import {
  type CampaignHoldView,
  CampaignStatus,
  type CampaignView,
  HoldReason,
} from '@belltower/dto';
import {
  counted,
  formatInstant,
  formatNear,
  formatNumber,
  FORM_FIELD_DEFAULTS,
  Now,
  Session,
  titled,
  useIcons,
  wallClockOf,
  zoneCity,
} from '@belltower/ui';
import checkIcon from '@material-symbols/svg-400/rounded/check_circle.svg';
import pauseIcon from '@material-symbols/svg-400/rounded/pause_circle.svg';
import { isOver } from './campaign-progress';
import { holdWords } from './hold-words';
import { NumberAnswer } from './number-answer';
import { panelWords } from './panel-words';
import { suppressedAhead } from './standing';

/** Why a campaign is not calling, as a whole and number by number, and the question about one number. */
@Component({
  selector: 'app-campaign-holds',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatButtonModule, MatFormFieldModule, MatIconModule, MatInputModule, NumberAnswer],
  templateUrl: './campaign-holds.html',
  styleUrl: './campaign-holds.scss',
})
export class CampaignHolds {
  readonly campaign = input.required<CampaignView>();
  readonly holds = input.required<readonly CampaignHoldView[]>();

  private readonly now = inject(Now);
  private readonly session = inject(Session);
  /** The number that somebody asks about. */
  protected readonly asked = signal('');

  protected readonly whole = computed(() =>
    this.holds().filter(({ wholeCampaign }) => wholeCampaign),
  );
  protected readonly single = computed(() =>
    this.holds()
      .filter(({ wholeCampaign }) => !wholeCampaign)
      .map((hold) => ({
        ...{ ...hold, words: this.wordsOf(hold), count: this.countOf(hold) },
        ahead: hold.reason === HoldReason.Suppressed ? this.aheadWords() : '',
      })),
  );
  protected readonly words = computed(() => panelWords(this.campaign()));
  protected readonly over = computed(() => isOver(this.campaign().status));
  protected readonly title = computed(() => {
    if (this.over()) return 'Who was not reached';
    const { calling } = this.words();
    return this.isCalling() ? titled(calling) : `Why it is not ${calling}`;
  });
  protected readonly isCalling = computed(
    () => this.campaign().status === CampaignStatus.Running && this.whole().length === 0,
  );
  protected readonly headline = computed(() => {
    const [first] = this.whole();
    if (this.over()) {
      const { left } = this.campaign();
      return left
        ? `${counted(left, 'number', 'numbers')} left un${this.words().called} when it ended`
        : '';
    }
    if (first) return this.sentenceOf(first);
    const { left, inProgress, waiting, sent } = this.campaign();
    if (!left) return sent ? awaiting(sent) : 'Everybody is done';
    if (inProgress || waiting) return 'Nothing holds it back';
    return 'It waits for numbers whose next attempt has not come yet';
  });
  protected readonly advice = computed(() => {
    const [first] = this.whole();
    return first && !this.over() ? this.wordsOf(first).advice : '';
  });
  protected readonly since = computed(() => (this.over() ? null : this.whole()[0]?.since));
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

  private sentenceOf({ reason, nextAt, detail }: CampaignHoldView): string {
    const { short } = holdWords(reason, this.campaign().channel);
    const said = detail ? `${short} (${detail})` : short;
    return nextAt ? `${said}: nothing to ${this.words().call} ${this.until(nextAt)}` : said;
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

  private wordsOf({ reason }: CampaignHoldView) {
    return holdWords(reason, this.campaign().channel);
  }

  /** Of those on do-not-call, as the campaign's report counts them apart. */
  private aheadWords(): string {
    const ahead = suppressedAhead(this.campaign(), this.holds());
    if (!ahead) return '';
    const count = `${ahead.atLeast ? 'at least ' : ''}${formatNumber(ahead.count)}`;
    return `: ${count} of them leave the queue when their turn comes`;
  }

  private countOf({ subscribers, atLeast }: CampaignHoldView): string {
    return `${atLeast ? 'at least ' : ''}${formatNumber(subscribers)}`;
  }
}

/** A campaign that would send again what has not arrived ends when it knows, or when nobody waits for receipts any more. */
function awaiting(sent: number): string {
  const messages = counted(sent, 'message awaits', 'messages await');
  return `${messages} a receipt: what has not arrived is sent again. The campaign ends when all are in, or three days after its last message`;
}
