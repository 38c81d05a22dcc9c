import { ChangeDetectionStrategy, Component, computed } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Control } from './control';
import { FORM_FIELD_DEFAULTS } from './form-field-defaults';

/** Several numbers in one line, parted by commas or spaces. What is no number stays as it was typed, for the rules to refuse. */
@Component({
  selector: 'app-numbers-control',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatFormFieldModule, MatInputModule],
  template: `
    <mat-form-field>
      <mat-label>{{ label() }}</mat-label>
      <input
        matInput
        class="numeric"
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
export class NumbersControl
  extends Control<(number | string)[]>
  implements FormValueControl<(number | string)[]>
{
  protected readonly shown = computed(() => this.value().join(', '));

  protected read(text: string): void {
    const parts = text.split(/[,;\s]+/).filter(Boolean);
    const read = parts.map((part) => (Number.isNaN(Number(part)) ? part : Number(part)));
    this.value.set([...new Set(read)]);
  }
}
