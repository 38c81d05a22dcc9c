import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import type { TestCallEventView, TestCallView } from '@belltower/dto';
import { lookOf, StatusChip, titled } from '@belltower/ui';
import { endInWords, meaningOf } from '../../call-end';
import { TestCallRun } from './test-call-run';

/** What happens in a test call, step by step. */
@Component({
  selector: 'app-test-call-steps',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, StatusChip],
  template: `
    @if (run().steps().length) {
      <section class="panel" aria-label="What happens">
        <header>
          @if (run().result(); as call) {
            <app-status-chip [status]="call.disposition" />
            <span class="muted numeric">{{ codes(call) }}</span>
          } @else if (run().underWay()) {
            <span class="now"
              ><span class="pulse" aria-hidden="true"></span>{{ run().state() }}</span
            >
            <span class="muted numeric">{{ run().clock() }}</span>
            <button matButton type="button" class="hang-up" (click)="run().hangUp()">
              Hang up
            </button>
          } @else {
            <span>{{ run().state() }}</span>
          }
        </header>
        <ol aria-live="polite">
          @for (step of run().steps(); track $index) {
            <li>
              <span class="muted numeric">{{ step.afterSeconds.toFixed(1) }} s</span>
              <span>{{ wordsFor(step) }}</span>
            </li>
          }
        </ol>
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
    .hang-up {
      margin-left: auto;
      --mat-button-text-label-text-color: var(--mat-sys-error);
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
export class TestCallSteps {
  readonly run = input.required<TestCallRun>();

  protected codes({ sipStatus, q850 }: TestCallView): string {
    const codes = [sipStatus && `SIP ${sipStatus}`, q850 !== null && `Q.850 ${q850}`];
    return codes.filter(Boolean).join(' · ');
  }

  protected wordsFor({ event, detail }: TestCallEventView): string {
    const words = WORDS[event];
    if (words) return words(detail ?? '');
    if (event === 'machine') return lookOf(event).word;
    return detail ? `${titled(event)}: ${meaningOf(detail)}` : titled(event);
  }
}

/** Events whose name does not say it all. */
const WORDS: Readonly<Record<string, (detail: string) => string>> = {
  placed: (number) => `Dialling ${number}`,
  digit: (digit) => `Key ${digit} pressed`,
  waited: () => 'Everything has been said',
  left: () => 'Hung up by you',
  asked: (question) => `Asked: ${question}`,
  answer: (answer) => `Answer to ${answer}`,
  'opt-out': (key) => `Key ${key} opts out: in a test, nothing is written down`,
  recorded: (length) =>
    length === 'nothing' ? 'Nothing was said' : `Recorded: ${length}, and not kept`,
  transfer: () => 'Wants to be connected',
  transferred: () => 'Connected',
  'transfer-failed': (why) => `Not connected: ${why.replaceAll('-', ' ')}`,
  'hung-up': (why) =>
    `Hung up${why ? `: ${why.includes(': ') ? endInWords(why) : meaningOf(why)}` : ''}`,
};
