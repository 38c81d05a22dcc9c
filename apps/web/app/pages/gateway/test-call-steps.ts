import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import type { TestCallEventView, TestCallView } from '@belltower/dto';
import { lookOf, StatusChip, titled } from '@belltower/ui';
import { endInWords, meaningOf } from '../../call-end';
import type { TestCallRun } from './test-call-run';
import { TrialSteps } from './trial-steps';

/** What happens in a test call, step by step. */
@Component({
  selector: 'app-test-call-steps',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, StatusChip, TrialSteps],
  template: `
    <app-trial-steps [run]="run()" [wordsFor]="wordsFor">
      @if (run().result(); as call) {
        <ng-container ngProjectAs="[outcome]">
          <app-status-chip [status]="call.disposition" />
          <span class="muted numeric">{{ codes(call) }}</span>
        </ng-container>
      }
      <button matButton action type="button" class="hang-up" (click)="run().hangUp()">
        Hang up
      </button>
    </app-trial-steps>
  `,
  styles: `
    .hang-up {
      margin-left: auto;
      --mat-button-text-label-text-color: var(--mat-sys-error);
    }
  `,
})
export class TestCallSteps {
  readonly run = input.required<TestCallRun>();

  protected codes({ sipStatus, q850 }: TestCallView): string {
    const codes = [sipStatus && `SIP ${sipStatus}`, q850 !== null && `Q.850 ${q850}`];
    return codes.filter(Boolean).join(' · ');
  }

  protected readonly wordsFor = (step: TestCallEventView) => ({ words: wordsFor(step) });
}

function wordsFor({ event, detail }: TestCallEventView): string {
  const words = WORDS[event];
  if (words) return words(detail ?? '');
  if (event === 'machine') return lookOf(event).word;
  return detail ? `${titled(event)}: ${meaningOf(detail)}` : titled(event);
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
