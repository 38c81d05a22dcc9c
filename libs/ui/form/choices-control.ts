import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
} from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import type { FieldSpec } from '@belltower/dto';
import { choiceLabel } from '../format/choice-label';
import { Control } from './control';

/** Several of a few values, such as week days: a toggle for each. */
@Component({
  selector: 'app-choices-control',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <fieldset [disabled]="disabled()" [class.wrong]="wrong()">
      <legend>{{ label() }}</legend>
      <div class="options">
        @for (option of options(); track option.value) {
          <button
            type="button"
            class="option"
            [class.chosen]="option.chosen"
            [attr.aria-pressed]="option.chosen"
            [disabled]="disabled()"
            (click)="toggle(option.value)"
            (blur)="touch.emit()"
          >
            {{ option.label }}
          </button>
        }
      </div>
      @if (wrong()) {
        <p class="error" role="alert">{{ message() }}</p>
      } @else if (hint()) {
        <p class="hint">{{ hint() }}</p>
      }
    </fieldset>
  `,
  styles: `
    fieldset {
      margin: 0 0 12px;
      padding: 0;
      border: 0;
      min-width: 0;
    }
    legend {
      padding: 0;
      margin-bottom: 6px;
      font-size: 12px;
      color: var(--mat-sys-on-surface-variant);
    }
    .options {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
    }
    .option {
      min-height: 36px;
      padding: 0 14px;
      border: 1px solid light-dark(#c3caca, #475050);
      border-radius: 8px;
      background: transparent;
      color: var(--mat-sys-on-surface-variant);
      font: inherit;
      cursor: pointer;
    }
    .option:hover:enabled {
      border-color: var(--mat-sys-outline);
    }
    .chosen {
      border-color: var(--mat-sys-primary);
      background: var(--mat-sys-secondary-container);
      color: var(--mat-sys-on-secondary-container);
      font-weight: 550;
    }
    .option:disabled {
      opacity: 0.5;
      cursor: default;
    }
    .hint,
    .error {
      margin-top: 4px;
      padding-left: 2px;
      font-size: 12px;
      line-height: 16px;
      color: var(--mat-sys-on-surface-variant);
    }
    .error {
      color: var(--mat-sys-error);
    }
    .wrong .option {
      border-color: var(--mat-sys-error);
    }
  `,
})
export class ChoicesControl extends Control<string[]> implements FormValueControl<string[]> {
  readonly spec = input.required<Pick<FieldSpec, 'options' | 'choices'>>();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected readonly options = computed(() => {
    const { options = [] } = this.spec();
    return options.map((value) => ({
      value,
      label: choiceLabel(this.spec(), value),
      chosen: this.value().includes(value),
    }));
  });

  protected toggle(value: string): void {
    const chosen = new Set(this.value());
    if (!chosen.delete(value)) chosen.add(value);
    // In order of declaration, so that the same choice is always the same value.
    this.value.set((this.spec().options ?? []).filter((option) => chosen.has(option)));
  }

  override focus(options?: FocusOptions): void {
    this.host.querySelector('button')?.focus(options);
  }
}
