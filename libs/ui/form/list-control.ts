import {
  booleanAttribute,
  ChangeDetectionStrategy,
  Component,
  computed,
  input,
} from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Control } from './control';
import { FORM_FIELD_DEFAULTS } from './form-field-defaults';

/**
 * Several short texts in one line, parted by commas; or numbers, of which what is none stays as it was typed, for the rules to
 * refuse.
 */
@Component({
  selector: 'app-list-control',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatFormFieldModule, MatInputModule],
  template: `
    <mat-form-field>
      <mat-label>{{ label() }}</mat-label>
      <input
        matInput
        [class.numeric]="numbers()"
        autocomplete="off"
        [value]="shown()"
        [disabled]="disabled()"
        [required]="required()"
        [errorStateMatcher]="matcher"
        (change)="read($any($event.target).value)"
        (blur)="touch.emit()"
      />
      <mat-hint>{{ hint() || 'Several are parted by commas' }}</mat-hint>
      <mat-error>{{ message() }}</mat-error>
    </mat-form-field>
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
  `,
})
export class ListControl
  extends Control<(number | string)[]>
  implements FormValueControl<(number | string)[]>
{
  /** Blanks part them too, as no number has any. */
  readonly numbers = input(false, { transform: booleanAttribute });

  protected readonly shown = computed(() => this.value().join(', '));

  protected read(text: string): void {
    const parts = text.split(this.numbers() ? /[,;\s]/ : /[,;\n]/).map((part) => part.trim());
    const read = (part: string) =>
      this.numbers() && !Number.isNaN(Number(part)) ? Number(part) : part;
    this.value.set([...new Set(parts.filter(Boolean).map(read))]);
  }
}
