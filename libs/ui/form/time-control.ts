import { ChangeDetectionStrategy, Component } from '@angular/core';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import type { FormValueControl } from '@angular/forms/signals';
import { Control } from './control';
import { FORM_FIELD_DEFAULTS } from './form-field-defaults';

/**
 * A time of day in 24 hours. A text input: the browser's own time control follows the browser's
 * language and cannot hold 24:00, the end of the day.
 */
@Component({
  selector: 'app-time-control',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatFormFieldModule, MatInputModule],
  template: `
    <mat-form-field>
      <mat-label>{{ label() }}</mat-label>
      <input
        matInput
        class="numeric"
        inputmode="numeric"
        placeholder="09:30"
        maxlength="5"
        [value]="value()"
        [disabled]="disabled()"
        [required]="required()"
        [errorStateMatcher]="matcher"
        (change)="value.set(readTime($any($event.target).value))"
        (blur)="touch.emit()"
      />
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
export class TimeControl extends Control<string> implements FormValueControl<string> {
  protected readonly readTime = readTime;
}

/** Completes what people type: `9` → `09:00`, `930` → `09:30`, `9.30` → `09:30`; else as typed. */
export function readTime(text: string): string {
  const match = /^\s*(\d{1,2})(?:[:.h ]?(\d{2}))?\s*$/.exec(text);
  if (!match) return text.trim();
  return `${match[1]!.padStart(2, '0')}:${match[2] ?? '00'}`;
}
