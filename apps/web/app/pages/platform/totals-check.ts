import { HttpClient, httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { KEPT_SUM_WORDS, type TotalsCheckInput, type TotalsCheckView } from '@belltower/dto';
import {
  API_ROOT,
  Confirm,
  Failure,
  formatDuration,
  formatNumber,
  Messages,
  Moment,
  useIcons,
} from '@belltower/ui';
import checkIcon from '@material-symbols/svg-400/rounded/check_circle.svg';
import errorIcon from '@material-symbols/svg-400/rounded/error.svg';
import warningIcon from '@material-symbols/svg-400/rounded/warning.svg';
import { firstValueFrom } from 'rxjs';
import { isUnderWay, totalsWords } from './totals-words';

const EVERY_MS = 1_000;
const CHECKS = `${API_ROOT}/platform/totals-checks`;

/** Whether the totals of reports are what their rows come to: the last check, and a button for another. */
@Component({
  selector: 'app-totals-check',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButtonModule, MatIconModule, Moment],
  templateUrl: './totals-check.html',
  styleUrl: './totals-check.scss',
})
export class TotalsCheck {
  private readonly http = inject(HttpClient);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);

  protected readonly checks = httpResource<TotalsCheckView[]>(() => CHECKS);
  protected readonly last = computed(() =>
    this.checks.hasValue() ? this.checks.value()[0] : undefined,
  );
  protected readonly underWay = computed(() => {
    const last = this.last();
    return last && isUnderWay(last) ? last : undefined;
  });
  /** Only what a check has found is put right, by a choice of its own. */
  protected readonly mayRepair = computed(() => {
    const last = this.last();
    return !!last && last.status === 'finished' && last.differences > 0 && !last.repair;
  });

  protected readonly formatNumber = formatNumber;
  protected readonly sums = KEPT_SUM_WORDS;
  protected readonly words = totalsWords;

  constructor() {
    useIcons({ check_circle: checkIcon, error: errorIcon, warning: warningIcon });
    const timer = setInterval(() => this.underWay() && this.checks.reload(), EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  protected async start(repair: boolean, scope: Partial<TotalsCheckInput> = {}): Promise<void> {
    try {
      await firstValueFrom(this.http.post(CHECKS, { ...scope, repair }));
    } catch (problem) {
      this.messages.fail(problem);
    }
    this.checks.reload();
  }

  /** What is added up besides the count: talk time of calls, or segments of messages. */
  protected besides(talkSeconds: number | null, segments: number | null): string {
    return segments === null ? formatDuration(talkSeconds) : formatNumber(segments);
  }

  /** Of the same accounts and time. */
  protected async repair({ accountId, from, until, differences }: TotalsCheckView): Promise<void> {
    const agreed = await this.confirm.ask({
      title: 'Put totals right?',
      text: `Calls, messages and subscribers are counted once more, and totals that differ become what their rows come to: ${formatNumber(differences)} by the last check. The rows themselves stay as they are.`,
      action: 'Put right',
    });
    if (agreed) await this.start(true, { accountId, from, until });
  }
}
