import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import type { FormValueControl } from '@angular/forms/signals';
import { Session } from '../session/session';
import { instantOf, offsetName, wallClockOf, zoneCity } from '../time/zone';
import { Control } from './control';
import { FORM_FIELD_DEFAULTS } from './form-field-defaults';

/** A date and time, typed and shown in the account's time zone, which stands beside it. */
@Component({
  selector: 'app-instant-control',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatFormFieldModule, MatInputModule],
  template: `
    <mat-form-field>
      <mat-label>{{ label() }}</mat-label>
      <input
        matInput
        type="datetime-local"
        [value]="wallClock()"
        [disabled]="disabled()"
        [required]="required()"
        [errorStateMatcher]="matcher"
        (change)="read($any($event.target).value)"
        (blur)="touch.emit()"
      />
      <span matTextSuffix class="muted" [title]="zone() + ', ' + offset()">{{ city() }}</span>
      <mat-hint>{{ hint() }}</mat-hint>
      <mat-error>{{ message() }}</mat-error>
    </mat-form-field>
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
    /* Chromium's own parts of it are taller than a line, and would be cut off below. */
    input::-webkit-datetime-edit {
      padding-block: 0;
      line-height: 24px;
    }
  `,
})
export class InstantControl extends Control<string> implements FormValueControl<string> {
  private readonly session = inject(Session);

  protected readonly zone = this.session.timeZone;
  protected readonly city = computed(() => zoneCity(this.zone()));
  protected readonly offset = computed(() =>
    offsetName(this.zone(), this.value() ? new Date(this.value()) : new Date()),
  );
  protected readonly wallClock = computed(() => wallClockOf(this.value(), this.zone()));

  protected read(wallClock: string): void {
    this.value.set(instantOf(wallClock, this.zone()));
  }
}
