import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { isErasedNumber, MESSAGE_ENCODING_WORDS, type MessageDetailView } from '@belltower/dto';
import {
  counted,
  countryName,
  formatDuration,
  formatNumber,
  Moment,
  offsetName,
  PhoneFormat,
  Session,
  StatusChip,
  zoneCity,
} from '@belltower/ui';
import { codeWords } from './message-code';

/** All that is known of one message: facts, text, reports, and the other attempts to reach the same subscriber. */
@Component({
  selector: 'app-message-details',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Moment, RouterLink, StatusChip],
  templateUrl: './message-details.html',
  styleUrl: './details.scss',
})
export class MessageDetails {
  readonly message = input.required<MessageDetailView>();

  private readonly session = inject(Session);
  private readonly phone = inject(PhoneFormat);

  protected readonly erased = computed(() => isErasedNumber(this.message().number));
  protected readonly zone = computed(() => {
    const timeZone = this.session.timeZone();
    return `${zoneCity(timeZone)} (${offsetName(timeZone, new Date(this.message().sentAt))})`;
  });
  /** A number is written as one, a name as it is. */
  protected readonly sender = computed(() => {
    const { sender } = this.message();
    return sender?.startsWith('+') ? this.phone.format(sender) : (sender ?? 'The provider’s');
  });
  protected readonly size = computed(() => {
    const { segments, encoding } = this.message();
    return `${counted(segments, 'segment', 'segments')}, ${MESSAGE_ENCODING_WORDS[encoding]}`;
  });
  /** By which somebody can ask the provider about it. */
  protected readonly ids = computed(() => [
    ...new Set(this.message().history.flatMap(({ ids }) => ids)),
  ]);
  protected readonly events = computed(() => {
    const { history, submittedAt, segments } = this.message();
    return history.map(({ at, state, code, part, detail }) => ({
      ...{ state, code, detail },
      after: afterWords(Date.parse(at) - Date.parse(submittedAt)),
      meaning: code && codeWords(code),
      part: part && segments > 1 ? `part ${part} of ${segments}` : '',
      at,
    }));
  });

  protected readonly codeWords = codeWords;
  protected readonly countryName = countryName;
  protected readonly formatDuration = formatDuration;
  protected readonly formatNumber = formatNumber;
}

/** `+0:04` after it was handed over; a report may have come before the answer. */
function afterWords(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${formatDuration(Math.abs(ms) / 1_000)}`;
}
