import { computed, Directive, effect, input, model, output, viewChild } from '@angular/core';
import type { ValidationError } from '@angular/forms/signals';
import { MatInput } from '@angular/material/input';

/**
 * What the form's own controls have in common: each is a signal-forms control (`[formField]`) that
 * draws its label, hint and error itself, in Material's form field around a plain input.
 */
@Directive()
export abstract class Control<T> {
  readonly value = model.required<T>();
  readonly touched = input(false);
  readonly invalid = input(false);
  readonly errors = input<readonly ValidationError.WithOptionalFieldTree[]>([]);
  readonly disabled = input(false);
  readonly required = input(false);
  readonly label = input('');
  readonly hint = input('');
  /** Signal forms marks the field as touched on this. */
  readonly touch = output<void>();

  protected readonly wrong = computed(() => this.touched() && this.invalid());
  protected readonly message = computed(() => firstMessage(this.errors()));
  protected readonly matcher = { isErrorState: () => this.wrong() };

  private readonly box = viewChild(MatInput);

  constructor() {
    // Material looks at the matcher by itself only where reactive forms stand behind the input.
    effect(() => {
      this.wrong();
      this.box()?.updateErrorState();
    });
  }

  /** Signal forms calls this to bring the first field at fault into view. */
  focus(options?: FocusOptions): void {
    this.box()?.focus(options);
  }
}

/** The first error that says something: `required()` adds one without words. */
export function firstMessage(errors: readonly { message?: string }[]): string {
  return errors.find(({ message }) => message)?.message ?? '';
}
