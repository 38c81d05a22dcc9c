import { ChangeDetectionStrategy, Component } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatChipsModule } from '@angular/material/chips';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import closeIcon from '@material-symbols/svg-400/rounded/close.svg';
import { useIcons } from '../icon/use-icons';
import { Control } from './control';
import { FORM_FIELD_DEFAULTS } from './form-field-defaults';

/** Several calendar days: each a chip, in order; choosing one in the date field adds it. */
@Component({
  selector: 'app-days-control',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatChipsModule, MatFormFieldModule, MatIconModule, MatInputModule],
  template: `
    <mat-form-field>
      <mat-label>{{ label() }}</mat-label>
      <input
        #day
        matInput
        type="date"
        [disabled]="disabled()"
        [errorStateMatcher]="matcher"
        (change)="add(day)"
        (keydown.enter)="$event.preventDefault(); add(day)"
        (blur)="touch.emit()"
      />
      <mat-hint>{{ hint() }}</mat-hint>
      <mat-error>{{ message() }}</mat-error>
    </mat-form-field>
    @if (value().length) {
      <mat-chip-set [attr.aria-label]="label()">
        @for (chosen of value(); track chosen) {
          <mat-chip [disabled]="disabled()" (removed)="remove(chosen)">
            {{ shown(chosen) }}
            <button matChipRemove type="button" [attr.aria-label]="'Remove ' + shown(chosen)">
              <mat-icon svgIcon="close" />
            </button>
          </mat-chip>
        }
      </mat-chip-set>
    }
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
    mat-chip-set {
      margin-bottom: 12px;
    }
  `,
})
export class DaysControl extends Control<string[]> implements FormValueControl<string[]> {
  constructor() {
    super();
    useIcons({ close: closeIcon });
  }

  protected add(input: HTMLInputElement): void {
    // Typing the year fires a change with each digit: a day of the year 202 is not meant.
    if (input.value < '1900' || this.value().includes(input.value)) return;
    this.value.set([...this.value(), input.value].sort());
    input.value = '';
  }

  protected remove(day: string): void {
    this.value.set(this.value().filter((chosen) => chosen !== day));
  }

  protected shown(day: string): string {
    return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(
      new Date(`${day}T00:00:00Z`),
    );
  }
}
