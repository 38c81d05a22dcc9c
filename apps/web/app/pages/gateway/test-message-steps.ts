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
import { TestMessageRun } from './test-message-run';

/** What comes of a test message, step by step. */
@Component({
  selector: 'app-test-message-steps',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [StatusChip],
  template: `
    @if (run().steps().length) {
      <section class="panel" aria-label="What happens">
        <header>
          @if (run().result(); as message) {
            <app-status-chip [status]="message.state" />
            <span class="muted">{{ sizeOf(message) }}</span>
          } @else {
            <span class="now">
              @if (run().underWay()) {
                <span class="pulse" aria-hidden="true"></span>
              }
              {{ run().state() }}
            </span>
            @if (run().underWay()) {
              <span class="muted numeric">{{ run().clock() }}</span>
            }
          }
        </header>
        <ol aria-live="polite">
          @for (step of run().steps(); track $index) {
            <li>
              <span class="muted numeric">{{ step.afterSeconds.toFixed(1) }} s</span>
              <span>
                {{ wordsFor(step) }}
                @if (saidIn(step); as said) {
                  <span class="muted said">{{ said }}</span>
                }
              </span>
            </li>
          }
        </ol>
        @if (run().result(); as message) {
          @if (message.ids.length) {
            <p class="muted ids">The provider calls it {{ message.ids.join(', ') }}</p>
          }
          @if (isOpen(message)) {
            <p class="muted">
              No receipt has said more within a minute. One that comes later is not shown here.
            </p>
          }
        }
      </section>
    }
  `,
  styles: `
    section {
      padding: 12px 16px;
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      min-height: 40px;
    }
    .now {
      display: inline-flex;
      align-items: center;
      gap: 8px;
    }
    .pulse {
      width: 8px;
      height: 8px;
      border-radius: 50%;
      background: var(--mat-sys-primary);
      animation: pulse 1.2s ease-in-out infinite;
    }
    ol {
      display: grid;
      gap: 4px;
      margin: 8px 0 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: 56px 1fr;
      gap: 12px;
    }
    li .numeric {
      text-align: right;
    }
    .said,
    .ids {
      overflow-wrap: anywhere;
    }
    p {
      margin: 8px 0 0;
      font-size: 12px;
    }
    @keyframes pulse {
      50% {
        opacity: 0.25;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .pulse {
        animation: none;
      }
    }
  `,
})
export class TestMessageSteps {
  readonly run = input.required<TestMessageRun>();

  protected sizeOf({ encoding, segments }: TestMessageView): string {
    return `${MESSAGE_ENCODING_WORDS[encoding]}, ${counted(segments, 'segment', 'segments')}`;
  }

  protected wordsFor({ event, state, part, detail }: TestMessageEventView): string {
    if (event === 'handed-over') return `Handed over for ${detail}`;
    const word = state ? WORDS[state] : '';
    if (event === 'answered') return `The provider’s answer: ${word}`;
    return part ? `Receipt of part ${part}: ${word}` : `Receipt: ${word}`;
  }

  /** The provider's own words. */
  protected saidIn({ event, code, detail }: TestMessageEventView): string {
    return event === 'handed-over' ? '' : [code, detail].filter(Boolean).join(': ');
  }

  protected isOpen({ state, ids }: TestMessageView): boolean {
    return ids.length > 0 && !isFinalState(state);
  }
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
