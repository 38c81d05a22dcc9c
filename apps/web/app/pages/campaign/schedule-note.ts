import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { CampaignClock, CampaignStatus, type CampaignView, HoldReason } from '@belltower/dto';
import { formatNear, Now, Session, zoneCity } from '@belltower/ui';
import { holdWords } from './hold-words';
import { isOver } from './campaign-progress';

/** Whether a campaign is within its schedule, or what holds it and until when, in a few words. */
@Component({
  selector: 'app-schedule-note',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (note(); as held) {
      <span class="note" [class.open]="held.open" [title]="held.hint">
        <i aria-hidden="true"></i>{{ held.text }}
      </span>
    }
  `,
  styles: `
    .note {
      display: inline-flex;
      align-items: baseline;
      gap: 6px;
      font-size: 12px;
      line-height: 16px;
      color: var(--mat-sys-on-surface-variant);
    }
    i {
      width: 7px;
      height: 7px;
      flex: none;
      translate: 0 -1px;
      border-radius: 50%;
      border: 1.5px solid var(--tone-amber);
    }
    .open i {
      border-color: var(--tone-green);
      background: var(--tone-green);
    }
  `,
})
export class ScheduleNote {
  readonly campaign = input.required<CampaignView>();

  private readonly session = inject(Session);
  private readonly now = inject(Now);

  protected readonly note = computed(() => {
    const { status, heldBy, opensAt, closesAt, timeZone, clock, channel } = this.campaign();
    if (isOver(status)) return null;
    const at = (instant: string) => formatNear(instant, this.now.minute(), this.session.timeZone());
    const hint =
      clock === CampaignClock.Contact
        ? 'Its hours count by the clock where each contact is'
        : `Its hours are those of ${zoneCity(timeZone)}`;
    if (heldBy && status === CampaignStatus.Running) {
      const isPause = heldBy === HoldReason.WaitingForRetry;
      const next = opensAt ? ` · opens ${at(opensAt)}` : '';
      return { open: isPause, text: holdWords(heldBy, channel).short + next, hint };
    }
    if (closesAt) return { open: true, text: `In its hours · closes ${at(closesAt)}`, hint };
    if (opensAt) return { open: false, text: `Opens ${at(opensAt)}`, hint };
    return { open: false, text: 'Its schedule is over', hint };
  });
}
