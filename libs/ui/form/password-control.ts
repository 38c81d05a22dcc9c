import { ChangeDetectionStrategy, Component, input, signal } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import hideIcon from '@material-symbols/svg-400/rounded/visibility_off.svg';
import showIcon from '@material-symbols/svg-400/rounded/visibility.svg';
import { useIcons } from '../icon/use-icons';
import { Control } from './control';
import { FORM_FIELD_DEFAULTS } from './form-field-defaults';

/** A password or another secret: hidden while typed, unless asked to be shown; never sent back by the API. */
@Component({
  selector: 'app-password-control',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatButtonModule, MatFormFieldModule, MatIconModule, MatInputModule],
  template: `
    <mat-form-field>
      <mat-label>{{ label() }}</mat-label>
      <input
        matInput
        [type]="shown() ? 'text' : 'password'"
        [autocomplete]="autocomplete()"
        [value]="value()"
        [disabled]="disabled()"
        [required]="required()"
        [errorStateMatcher]="matcher"
        (input)="value.set($any($event.target).value)"
        (blur)="touch.emit()"
      />
      <button
        matIconSuffix
        matIconButton
        type="button"
        [attr.aria-label]="shown() ? 'Hide password' : 'Show password'"
        [attr.aria-pressed]="shown()"
        (click)="shown.set(!shown())"
      >
        <mat-icon [svgIcon]="shown() ? 'visibility_off' : 'visibility'" />
      </button>
      <mat-hint>{{ hint() }}</mat-hint>
      <mat-error>{{ message() }}</mat-error>
    </mat-form-field>
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
  `,
})
export class PasswordControl extends Control<string> implements FormValueControl<string> {
  /** Tells password managers what it is: `current-password` at sign-in. */
  readonly autocomplete = input('new-password');

  protected readonly shown = signal(false);

  constructor() {
    super();
    useIcons({ visibility: showIcon, visibility_off: hideIcon });
  }
}
