import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  resource,
  signal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { CampaignTimelineView } from '@belltower/dto';
import {
  EmptyState,
  Failure,
  formatInstant,
  formatShare,
  instantOf,
  lookOf,
  Now,
  PageHeader,
  PageTabs,
  Session,
  useIcons,
  wallClockOf,
} from '@belltower/ui';
import nextIcon from '@material-symbols/svg-400/rounded/chevron_right.svg';
import previousIcon from '@material-symbols/svg-400/rounded/chevron_left.svg';
import { CampaignApi } from './campaign-api';
import { CAMPAIGN_TABS } from './campaign-tabs';

const DAY = 24 * 60 * 60_000;
const SPANS = [
  { days: 14, label: 'Two weeks' },
  { days: 31, label: 'Month' },
  { days: 92, label: 'Quarter' },
] as const;

/** Campaigns over dates: one line each, from start to finish, with how much of it is done. */
@Component({
  selector: 'app-campaign-timeline',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, Failure, MatButtonModule, MatIconModule, PageHeader, PageTabs, RouterLink],
  templateUrl: './campaign-timeline.html',
  styleUrl: './campaign-timeline.scss',
})
export class CampaignTimeline {
  private readonly api = new CampaignApi();
  private readonly session = inject(Session);
  private readonly now = inject(Now);

  protected readonly tabs = CAMPAIGN_TABS;
  protected readonly spans = SPANS;
  protected readonly days = signal<number>(31);
  /** Whole spans away from the one that holds today. */
  protected readonly turn = signal(0);

  /** From a quarter of the span before today, so that what comes has the most room. */
  protected readonly from = computed(() => {
    const today = wallClockOf(new Date(this.now.minute()), this.session.timeZone()).slice(0, 10);
    const start = Date.parse(`${today}T00:00:00Z`) + (this.turn() - 0.25) * this.days() * DAY;
    const day = new Date(Math.floor(start / DAY) * DAY).toISOString().slice(0, 10);
    return Date.parse(instantOf(`${day}T00:00`, this.session.timeZone()));
  });
  protected readonly until = computed(() => this.from() + this.days() * DAY);
  protected readonly answer = resource({
    params: () => ({ from: this.from(), until: this.until() }),
    loader: ({ params }) =>
      this.api.timeline(new Date(params.from).toISOString(), new Date(params.until).toISOString()),
  });
  protected readonly rows = computed(() =>
    (this.answer.hasValue() ? this.answer.value() : []).map((campaign) => this.rowOf(campaign)),
  );
  protected readonly ticks = computed(() => {
    const step = this.days() <= 14 ? 1 : this.days() <= 31 ? 3 : 14;
    return Array.from({ length: Math.ceil(this.days() / step) }, (_, index) => {
      const at = this.from() + index * step * DAY;
      const label = new Intl.DateTimeFormat('en-GB', {
        timeZone: this.session.timeZone(),
        day: 'numeric',
        month: 'short',
      }).format(new Date(at + DAY / 2));
      return { label, left: ((index * step) / this.days()) * 100 };
    }).filter(({ left }) => left < 96);
  });
  protected readonly today = computed(() => {
    const share = ((this.now.minute() - this.from()) / (this.until() - this.from())) * 100;
    return share >= 0 && share <= 100 ? share : null;
  });
  protected readonly title = computed(() => {
    const day = (at: number) =>
      new Intl.DateTimeFormat('en-GB', {
        timeZone: this.session.timeZone(),
        day: 'numeric',
        month: 'long',
        year: 'numeric',
      }).format(new Date(at));
    return `${day(this.from())} – ${day(this.until() - DAY / 2)}`;
  });

  constructor() {
    useIcons({ chevron_left: previousIcon, chevron_right: nextIcon });
  }

  protected span(days: number): void {
    this.days.set(days);
    this.turn.set(0);
  }

  private rowOf(campaign: CampaignTimelineView) {
    const whole = this.until() - this.from();
    const starts = Date.parse(campaign.startsAt);
    const ends = Date.parse(campaign.endedAt ?? campaign.endsAt);
    const left = Math.max(0, (starts - this.from()) / whole);
    const right = Math.min(1, (ends - this.from()) / whole);
    const { word, tone } = lookOf(campaign.status);
    const zone = this.session.timeZone();
    const share = formatShare(campaign.done, campaign.subscribers);
    return {
      ...campaign,
      tone,
      left: left * 100,
      // A day of a quarter is still something to see and to hit.
      width: Math.max((right - left) * 100, 0.8),
      cutLeft: starts < this.from(),
      cutRight: ends > this.until(),
      doneWidth: campaign.subscribers ? (campaign.done / campaign.subscribers) * 100 : 0,
      text: campaign.subscribers ? `${word} · ${share} done` : word,
      hint: `${campaign.name}: ${word}, ${formatInstant(campaign.startsAt, zone)} – ${formatInstant(campaign.endedAt ?? campaign.endsAt, zone)}`,
    };
  }
}
