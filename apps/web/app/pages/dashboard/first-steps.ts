import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { FirstStepsView } from '@belltower/dto';
import { Session, useIcons } from '@belltower/ui';
import doneIcon from '@material-symbols/svg-400/rounded/check_circle-fill.svg';
import openIcon from '@material-symbols/svg-400/rounded/radio_button_unchecked.svg';

interface Step {
  key: keyof FirstStepsView;
  title: string;
  text: string;
  link: string;
  action: string;
  permission: string;
}

const STEPS: readonly Step[] = [
  {
    key: 'gateway',
    title: 'A gateway',
    text: 'The way into the phone network, for calls or for messages. The people who run this installation grant it to you.',
    link: '/gateways',
    action: 'See gateways',
    permission: 'gateway.read',
  },
  {
    key: 'phonebook',
    title: 'A phonebook',
    text: 'A named list of people to call or text.',
    link: '/phonebooks/new',
    action: 'New phonebook',
    permission: 'phonebook.write',
  },
  {
    key: 'contacts',
    title: 'Contacts in it',
    text: 'From a file, or typed one by one.',
    link: '/contacts/import',
    action: 'Import a file',
    permission: 'import.write',
  },
  {
    key: 'campaign',
    title: 'A campaign',
    text: 'What is said or sent to whom, when, and how fast.',
    link: '/campaigns/new',
    action: 'New campaign',
    permission: 'campaign.write',
  },
  {
    key: 'call',
    title: 'The first call or message',
    text: 'Start the campaign, and watch it here.',
    link: '/campaigns',
    action: 'Open campaigns',
    permission: 'campaign.read',
  },
];

/** What lies between a new account and its first call or message; done steps are ticked as one goes. */
@Component({
  selector: 'app-first-steps',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule, RouterLink],
  template: `
    <h2>Five steps to the first call or message</h2>
    <ol>
      @for (step of steps(); track step.key) {
        <li [class.done]="step.done" [class.next]="step.next">
          <mat-icon
            [svgIcon]="step.done ? 'step_done' : 'step_open'"
            [attr.aria-label]="step.done ? 'Done' : 'To do'"
            role="img"
          />
          <div class="words">
            <h3>{{ step.title }}</h3>
            <p class="muted">{{ step.text }}</p>
          </div>
          @if (!step.done && step.allowed) {
            <a [matButton]="step.next ? 'filled' : 'outlined'" [routerLink]="step.link">{{
              step.action
            }}</a>
          }
        </li>
      }
    </ol>
  `,
  styles: `
    :host {
      display: block;
      max-width: 760px;
      padding: 24px;
    }
    ol {
      margin: 12px 0 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 16px;
      padding: 14px 0;
    }
    li + li {
      border-top: 1px solid var(--mat-sys-outline-variant);
    }
    .words {
      flex: 1 1 240px;
    }
    mat-icon {
      flex: none;
      color: var(--mat-sys-outline);
    }
    @media (max-width: 599px) {
      :host {
        padding: 16px;
      }
      li > a {
        margin-left: 40px;
      }
    }
    .done mat-icon {
      color: var(--tone-green);
    }
    .done h3 {
      color: var(--mat-sys-on-surface-variant);
    }
  `,
})
export class FirstSteps {
  readonly done = input.required<FirstStepsView>();

  private readonly session = inject(Session);

  protected readonly steps = computed(() => {
    const done = this.done();
    const next = STEPS.find(({ key }) => !done[key]);
    return STEPS.map((step) => ({
      ...step,
      done: done[step.key],
      next: step === next,
      allowed: this.session.can(step.permission),
    }));
  });

  constructor() {
    useIcons({ step_done: doneIcon, step_open: openIcon });
  }
}
