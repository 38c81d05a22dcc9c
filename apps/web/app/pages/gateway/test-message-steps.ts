import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import {
  isFinalState,
  MESSAGE_ENCODING_WORDS,
  MESSAGE_STATE_WORDS,
  MessageState,
  type TestMessageEventView,
  type TestMessageView,
} from '@belltower/dto';
import { counted, StatusChip } from '@belltower/ui';
import type { TestMessageRun } from './test-message-run';
import { TrialSteps } from './trial-steps';

/** What comes of a test message, step by step. */
@Component({
  selector: 'app-test-message-steps',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [StatusChip, TrialSteps],
  template: `
    <app-trial-steps [run]="run()" [wordsFor]="wordsFor">
      @if (run().result(); as message) {
        <ng-container ngProjectAs="[outcome]">
          <app-status-chip [status]="message.state" />
          <span class="muted">{{ sizeOf(message) }}</span>
        </ng-container>
      }
      @if (run().result(); as message) {
        <div>
          @if (message.ids.length) {
            <p class="muted ids">The provider calls it {{ message.ids.join(', ') }}</p>
          } @else if (message.state === MessageState.Sent) {
            <p>
              The answer has no id where “Id at” of the gateway’s settings looks for one: receipts
              cannot find the message.
            </p>
          }
          @if (isOpen(message)) {
            <p class="muted">
              No receipt has said more within a minute. One that comes later is not shown here.
            </p>
          }
        </div>
      }
    </app-trial-steps>
  `,
  styles: `
    .ids {
      overflow-wrap: anywhere;
    }
    p {
      margin: 8px 0 0;
      font-size: 12px;
    }
  `,
})
export class TestMessageSteps {
  readonly run = input.required<TestMessageRun>();
  protected readonly MessageState = MessageState;

  protected sizeOf({ encoding, segments }: TestMessageView): string {
    return `${MESSAGE_ENCODING_WORDS[encoding]}, ${counted(segments, 'segment', 'segments')}`;
  }

  protected readonly wordsFor = (step: TestMessageEventView) => ({
    words: wordsFor(step),
    said: step.event === 'handed-over' ? '' : [step.code, step.detail].filter(Boolean).join(': '),
  });

  protected isOpen({ state, ids }: TestMessageView): boolean {
    return ids.length > 0 && !isFinalState(state);
  }
}

function wordsFor({ event, state, part, detail }: TestMessageEventView): string {
  if (event === 'handed-over') return `Handed over for ${detail}`;
  const word = state ? WORDS[state] : '';
  if (event === 'answered') return `The provider’s answer: ${word}`;
  return part ? `Receipt of part ${part}: ${word}` : `Receipt: ${word}`;
}

/** States as parts of a sentence. */
const WORDS: Readonly<Record<MessageState, string>> = {
  ...(Object.fromEntries(
    Object.entries(MESSAGE_STATE_WORDS).map(([state, word]) => [state, word.toLowerCase()]),
  ) as Record<MessageState, string>),
  [MessageState.Sent]: 'taken, on its way',
  [MessageState.Queued]: 'not taken for now',
  [MessageState.Unknown]: 'none, so nobody knows',
};
