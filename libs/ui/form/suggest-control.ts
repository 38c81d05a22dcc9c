import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatAutocompleteModule } from '@angular/material/autocomplete';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Control } from './control';
import { FORM_FIELD_DEFAULTS } from './form-field-defaults';
import { countries, Suggestion, timeZones } from './suggestions';

/** Most suggestions drawn at a time: a longer list is searched, not scrolled. */
const OFFERED = 60;

/** A country or a time zone, found by typing a part of its name. */
@Component({
  selector: 'app-suggest-control',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatAutocompleteModule, MatFormFieldModule, MatInputModule],
  template: `
    <mat-form-field>
      <mat-label>{{ label() }}</mat-label>
      <input
        matInput
        placeholder="Type to search"
        [value]="shown()"
        [disabled]="disabled()"
        [required]="required()"
        [errorStateMatcher]="matcher"
        [matAutocomplete]="offers"
        (focus)="$any($event.target).select()"
        (input)="typed.set($any($event.target).value)"
        (blur)="leave()"
      />
      <mat-hint>{{ hint() }}</mat-hint>
      <mat-error>{{ message() }}</mat-error>
    </mat-form-field>
    <mat-autocomplete
      #offers
      (optionSelected)="choose($event.option.value)"
      [displayWith]="labelOf"
    >
      @for (one of offered(); track one.value) {
        <mat-option [value]="one.value">
          {{ one.label }} <span class="muted">{{ one.detail }}</span>
        </mat-option>
      }
    </mat-autocomplete>
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
  `,
})
export class SuggestControl extends Control<string> implements FormValueControl<string> {
  readonly of = input.required<'country' | 'time-zone'>();

  protected readonly typed = signal<string | null>(null);
  private readonly all = computed(() => (this.of() === 'country' ? countries() : timeZones()));
  protected readonly shown = computed(() => this.typed() ?? this.labelOf(this.value()));
  protected readonly offered = computed(() => {
    const text = plain(this.typed() ?? '');
    return this.all()
      .filter(({ search }) => search.includes(text))
      .slice(0, OFFERED);
  });

  protected readonly labelOf = (value: string): string => this.find(value)?.label ?? value ?? '';

  protected choose(value: string): void {
    this.value.set(value);
    this.typed.set(null);
  }

  protected leave(): void {
    const typed = this.typed();
    // What is typed without choosing counts where it names one; else it stands, with its error.
    if (typed !== null) this.value.set(this.named(typed) ?? typed.trim());
    this.typed.set(null);
    this.touch.emit();
  }

  private find(value: string): Suggestion | undefined {
    return this.all().find((one) => one.value === value);
  }

  private named(text: string): string | undefined {
    const wanted = plain(text);
    return this.all().find(({ value, label }) => plain(value) === wanted || plain(label) === wanted)
      ?.value;
  }
}

function plain(text: string): string {
  return text.trim().toLowerCase().replaceAll('_', ' ');
}
