import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { TrialRun, TrialStep } from './trial-run';

/** What a step of a trial says. */
export interface StepWords {
  words: string;
  /** In the words of the other side. */
  said?: string;
}

/**
 * What happens in a test call or message, step by step. What became of it is content with `outcome`, what can be done
 * while it lasts content with `action`; anything else stands below.
 */
@Component({
  selector: 'app-trial-steps',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (run().steps().length) {
      <section class="panel" aria-label="What happens">
        <header>
          @if (run().result()) {
            <ng-content select="[outcome]" />
          } @else {
            <span class="now">
              @if (run().underWay()) {
                <span class="pulse" aria-hidden="true"></span>
              }
              {{ run().state() }}
            </span>
            @if (run().underWay()) {
              <span class="muted numeric">{{ run().clock() }}</span>
              <ng-content select="[action]" />
            }
          }
        </header>
        <ol aria-live="polite">
          @for (step of run().steps(); track $index) {
            @let told = wordsFor()(step);
            <li>
              <span class="muted numeric">{{ step.afterSeconds.toFixed(1) }} s</span>
              <span>
                {{ told.words }}
                @if (told.said) {
                  <span class="muted said">{{ told.said }}</span>
                }
              </span>
            </li>
          }
        </ol>
        <ng-content />
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
    .said {
      overflow-wrap: anywhere;
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
export class TrialSteps<TStep extends TrialStep> {
  readonly run = input.required<TrialRun<TStep>>();
  readonly wordsFor = input.required<(step: TStep) => StepWords>();
}
