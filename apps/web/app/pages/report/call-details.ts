import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import {
  CALL_MARK_WORDS,
  type CallDetailView,
  isErasedNumber,
  q850Words,
  sipWords,
} from '@belltower/dto';
import {
  API_ROOT,
  Confirm,
  countryName,
  formatDuration,
  formatNumber,
  Messages,
  Moment,
  offsetName,
  PhoneFormat,
  Session,
  StatusChip,
  titled,
  zoneCity,
} from '@belltower/ui';
import { firstValueFrom } from 'rxjs';
import { endInWords } from '../../call-end';

const WORDS: Readonly<Record<string, string>> = {
  placed: 'Placed',
  ringing: 'Rings',
  answered: 'Answered',
  machine: 'A machine answered',
  digit: 'Key pressed',
  asked: 'Asked',
  answer: 'Answered',
  recorded: 'Recorded',
  transfer: 'Wants to be connected',
  transferred: 'Connected',
  'transfer-failed': 'Not connected',
  'hung-up': 'Ended',
};

/** All that is known of one call: facts, events, and the other attempts to reach the same subscriber. */
@Component({
  selector: 'app-call-details',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, Moment, RouterLink, StatusChip],
  templateUrl: './call-details.html',
  styleUrl: './details.scss',
})
export class CallDetails {
  readonly call = input.required<CallDetailView>();
  readonly changed = output();

  private readonly http = inject(HttpClient);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  protected readonly session = inject(Session);
  protected readonly phone = inject(PhoneFormat);

  protected readonly erased = computed(() => isErasedNumber(this.call().number));
  protected readonly zone = computed(() => {
    const timeZone = this.session.timeZone();
    return `${zoneCity(timeZone)} (${offsetName(timeZone, new Date(this.call().startedAt))})`;
  });
  /** In the order in which they were asked. */
  protected readonly answers = computed(() => {
    const { answers, timeline } = this.call();
    const asked = timeline.flatMap(({ event, detail }) => (event === 'asked' ? [detail] : []));
    return Object.entries(answers ?? {})
      .map(([question, key]) => ({ question, key, place: asked.indexOf(question) }))
      .sort((one, other) => one.place - other.place);
  });
  protected readonly marks = computed(() =>
    (this.call().marks ?? []).map((mark) => CALL_MARK_WORDS[mark]).join(', '),
  );
  protected readonly recordingUrl = computed(
    () => `${API_ROOT}/calls/${this.call().id}/recording.wav`,
  );
  protected readonly events = computed(() =>
    this.call().timeline.map(({ atMs, event, detail }) => ({
      after: `+${formatDuration(Math.floor(atMs / 1_000))}.${Math.floor((atMs % 1_000) / 100)}`,
      word: WORDS[event] ?? titled(event),
      detail: detail && endInWords(detail),
    })),
  );

  protected async removeRecording(): Promise<void> {
    const agreed = await this.confirm.ask({
      title: 'Delete what was said?',
      text: 'The recording is gone for good. The call stays in the reports, with its keys and answers.',
      action: 'Delete',
      danger: true,
    });
    if (!agreed) return;
    try {
      const url = `${API_ROOT}/calls/${this.call().id}/recording`;
      await firstValueFrom(this.http.delete(url));
      this.messages.say('Recording deleted');
      this.changed.emit();
    } catch (problem) {
      this.messages.fail(problem);
    }
  }

  protected readonly countryName = countryName;
  protected readonly formatDuration = formatDuration;
  protected readonly formatNumber = formatNumber;
  protected readonly q850Words = q850Words;
  protected readonly sipWords = sipWords;
}
