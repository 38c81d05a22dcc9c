import { ChangeDetectionStrategy, Component, input, model, signal } from '@angular/core';

let fields = 0;

/**
 * A labelled box of the pages before signing in, with its problem below. Plain HTML: Material's form fields would be
 * half of what a visitor loads before anything can be typed.
 */
@Component({
  selector: 'app-front-field',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label [for]="id">{{ label() }}</label>
    <div class="box">
      <input
        [id]="id"
        [type]="shown() && type() === 'password' ? 'text' : type()"
        [attr.autocomplete]="autocomplete()"
        [value]="value()"
        required
        [attr.aria-invalid]="problem() ? true : null"
        [attr.aria-describedby]="problem() ? id + '-problem' : null"
        (input)="value.set($any($event.target).value)"
      />
      @if (type() === 'password') {
        <button
          type="button"
          [attr.aria-label]="(shown() ? 'Hide' : 'Show') + ' password'"
          (click)="shown.set(!shown())"
        >
          {{ shown() ? 'Hide' : 'Show' }}
        </button>
      }
    </div>
    <p class="problem" [id]="id + '-problem'">{{ problem() }}</p>
  `,
  styles: `
    label {
      display: block;
      margin-bottom: 6px;
      font-weight: 550;
    }
    .box {
      position: relative;
    }
    input {
      width: 100%;
      height: 48px;
      padding: 0 14px;
      border: 1px solid var(--mat-sys-outline);
      border-radius: 8px;
      background: var(--mat-sys-surface-container-lowest);
      color: inherit;
      font: inherit;
      font-size: 16px;
    }
    input[type='password'],
    .box:has(button) input {
      padding-right: 72px;
    }
    input:focus-visible {
      border-color: transparent;
      outline-offset: -1px;
      border-radius: 8px;
    }
    input[aria-invalid] {
      border-color: var(--mat-sys-error);
    }
    button {
      position: absolute;
      top: 6px;
      right: 6px;
      height: 36px;
      padding: 0 10px;
      border: 0;
      border-radius: 6px;
      background: none;
      color: var(--mat-sys-primary);
      font: inherit;
      font-weight: 550;
      cursor: pointer;
    }
    button:hover {
      background: var(--mat-sys-surface-container);
    }
    .problem {
      min-height: 24px;
      padding: 2px 0;
      color: var(--mat-sys-error);
      font-size: 12px;
    }
  `,
})
export class FrontField {
  readonly label = input.required<string>();
  readonly type = input<'email' | 'password'>('email');
  /** Tells password managers what it is. */
  readonly autocomplete = input.required<string>();
  /** What is wrong with what was typed; blank where nothing is. */
  readonly problem = input('');
  readonly value = model('');

  protected readonly id = `front-field-${++fields}`;
  protected readonly shown = signal(false);
}

/** What is wrong with an e-mail address; blank where nothing is. */
export function emailProblem(email: string): string {
  if (!email.trim()) return 'Your e-mail address is needed';
  return /^\S+@\S+$/.test(email.trim()) ? '' : 'This is not an e-mail address';
}
