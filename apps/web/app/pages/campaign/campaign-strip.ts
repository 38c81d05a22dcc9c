import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CampaignStatus, type CampaignView, SubscriberState } from '@belltower/dto';
import {
  formatInstant,
  formatNear,
  formatNumber,
  lookOf,
  Now,
  ProgressBar,
  Session,
} from '@belltower/ui';
import { isOver, progressParts } from './campaign-progress';
import { doneWords } from './done-words';
import { panelWords } from './panel-words';
import { successWords } from './success-words';

/** Which subscribers are behind a part of the bar. */
const STATES: Readonly<Record<string, SubscriberState>> = {
  answered: SubscriberState.Completed,
  sent: SubscriberState.Sent,
  failed: SubscriberState.Failed,
  suppressed: SubscriberState.Suppressed,
  retry: SubscriberState.Retry,
  waiting: SubscriberState.Waiting,
};

/** How far a campaign is: its bar with every part named and counted, and four figures. */
@Component({
  selector: 'app-campaign-strip',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ProgressBar, RouterLink],
  templateUrl: './campaign-strip.html',
  styleUrl: './campaign-strip.scss',
})
export class CampaignStrip {
  readonly campaign = input.required<CampaignView>();

  private readonly now = inject(Now);
  private readonly session = inject(Session);

  private readonly words = computed(() => panelWords(this.campaign()));
  protected readonly parts = computed(() => progressParts(this.campaign()));
  protected readonly total = computed(() => this.campaign().subscribers);
  protected readonly headline = computed(() => {
    const { status, subscribers, rosterComplete } = this.campaign();
    if (status === CampaignStatus.Draft)
      return `Nobody is ${this.words().called} before it is started`;
    if (!rosterComplete && !isOver(status))
      return `${formatNumber(subscribers)} subscribers so far, the list is being drawn up`;
    if (!subscribers) return 'Its phonebooks have no active contacts';
    return doneWords(this.campaign());
  });
  protected readonly legend = computed(() => {
    const { waiting, status } = this.campaign();
    const parts = [
      ...this.parts(),
      { status: 'waiting', count: waiting, label: isOver(status) ? 'Left' : 'Waiting' },
    ];
    return parts
      .filter(({ count }) => count > 0)
      .map((part) => ({
        ...part,
        tone: part.status === 'waiting' ? '' : lookOf(part.status).tone,
        words: part.label ?? lookOf(part.status).word,
        text: formatNumber(part.count),
        query: STATES[part.status]
          ? { campaignId: this.campaign().id, state: STATES[part.status] }
          : null,
      }));
  });
  protected readonly figures = computed(() => {
    const { answeredPercent, callsPerMinute, callsLastMinute, status } = this.campaign();
    const { good, many } = this.words();
    const running = status === CampaignStatus.Running;
    return [
      {
        label: good,
        value: answeredPercent === null ? '—' : `${answeredPercent.toFixed(1)}%`,
        below: successWords(this.campaign()),
      },
      {
        label: 'Pace',
        value: running ? formatNumber(callsLastMinute) : formatNumber(callsPerMinute),
        below: running ? `of ${formatNumber(callsPerMinute)} ${many} a minute` : `${many} a minute`,
      },
      this.ending(),
    ];
  });

  private ending() {
    const { status, endedAt, endsAt, expectedFinishAt, retriesCounted, startsAt } = this.campaign();
    const zone = this.session.timeZone();
    const near = (at: string) => formatNear(at, this.now.minute(), zone);
    if (endedAt)
      return { label: 'Ended', value: near(endedAt), below: formatInstant(endedAt, zone) };
    if (status === CampaignStatus.Draft)
      return { label: 'Starts', value: near(startsAt), below: `ends ${near(endsAt)}` };
    if (expectedFinishAt)
      return {
        label: 'Expected finish',
        value: near(expectedFinishAt),
        below: `${this.retriesWords(retriesCounted)}ends ${near(endsAt)} at the latest`,
      };
    const isLate = status === CampaignStatus.Running && this.campaign().left > 0;
    return {
      label: 'Ends',
      value: near(endsAt),
      below: isLate ? `before all numbers have been ${this.words().called}, at this pace` : '',
    };
  }

  private retriesWords(counted: boolean): string {
    if (!this.campaign().maxRetries) return '';
    return counted ? 'with retries · ' : 'retries not counted · ';
  }
}
