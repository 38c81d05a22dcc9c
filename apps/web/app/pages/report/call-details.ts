import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type CallDetailView, q850Words, sipWords } from '@belltower/dto';
import {
  formatDuration,
  formatNumber,
  Moment,
  offsetName,
  PhoneFormat,
  Session,
  StatusChip,
  titled,
  zoneCity,
} from '@belltower/ui';

const WORDS: Readonly<Record<string, string>> = {
  placed: 'Placed',
  ringing: 'Rings',
  answered: 'Answered',
  machine: 'A machine answered',
  digit: 'Key pressed',
  'hung-up': 'Ended',
};

const DETAILS: Readonly<Record<string, string>> = {
  unreachable: 'the gateway did not answer',
  'auth-failed': 'the gateway refused the password',
  'network-blocked': 'blocked by the network',
  incompatible: 'no common voice format',
};

/** All that is known of one call: facts, events, and the other attempts to reach the same subscriber. */
@Component({
  selector: 'app-call-details',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Moment, RouterLink, StatusChip],
  templateUrl: './call-details.html',
  styleUrl: './call-details.scss',
})
export class CallDetails {
  readonly call = input.required<CallDetailView>();

  private readonly session = inject(Session);
  protected readonly phone = inject(PhoneFormat);

  protected readonly zone = computed(() => {
    const timeZone = this.session.timeZone();
    return `${zoneCity(timeZone)} (${offsetName(timeZone, new Date(this.call().startedAt))})`;
  });
  protected readonly events = computed(() =>
    this.call().timeline.map(({ atMs, event, detail }) => ({
      after: `+${formatDuration(Math.floor(atMs / 1_000))}.${Math.floor((atMs % 1_000) / 100)}`,
      word: WORDS[event] ?? titled(event),
      detail: detail && (DETAILS[detail] ?? detail),
    })),
  );

  protected readonly formatDuration = formatDuration;
  protected readonly formatNumber = formatNumber;
  protected readonly q850Words = q850Words;
  protected readonly sipWords = sipWords;
}
