import { ChangeDetectionStrategy, Component, computed } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Control } from './control';
import { FORM_FIELD_DEFAULTS } from './form-field-defaults';

/** Several short texts in one line, parted by commas. */
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
export class ListControl extends Control<string[]> implements FormValueControl<string[]> {
  protected readonly shown = computed(() => this.value().join(', '));

  protected read(text: string): void {
    const parts = text.split(/[,;\n]/).map((part) => part.trim());
    this.value.set([...new Set(parts.filter(Boolean))]);
  }
}
