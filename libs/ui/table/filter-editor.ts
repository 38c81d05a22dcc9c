import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  linkedSignal,
  output,
} from '@angular/core';
import { Field, form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import type { FieldSpec } from '@belltower/dto';
import { FieldControl } from '../form/field-control';

/**
 * The panel in which a filter is typed: with the same control as the field of a form, in a form of one field.
 * Loaded when it first opens, as most visits to a list do without the controls of forms.
 */
@Component({
  selector: 'app-filter-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FieldControl, MatButtonModule],
  template: `
    <form (submit)="$event.preventDefault(); apply()">
      <app-field-control [spec]="control()" [field]="field()" />
      <div class="steps">
        <button matButton type="button" (click)="applied.emit('')">Clear</button>
        <button matButton="filled" type="submit">Apply</button>
      </div>
    </form>
  `,
  styles: `
    form {
      min-width: 280px;
      padding: 12px 10px 6px;
    }
    .steps {
      display: flex;
      justify-content: flex-end;
      gap: 8px;
    }
  `,
})
export class FilterEditor {
  readonly spec = input.required<FieldSpec>();
  /** Text as in the address; `''` while not set. */
  readonly value = input('');
  readonly applied = output<string>();

  private readonly model = linkedSignal<Record<string, unknown>>(() => ({ value: this.typed() }));
  private readonly form = form(this.model);
  protected readonly field = computed(() => this.form['value'] as unknown as Field<never>);
  protected readonly control = computed(() => ({ ...this.spec(), hint: '', required: false }));

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    // It comes after its panel has caught the focus, which belongs into the first box.
    afterNextRender(() => host.querySelector<HTMLElement>('input, mat-select, button')?.focus());
  }

  protected apply(): void {
    const held = this.model()['value'];
    this.applied.emit(Array.isArray(held) ? held.join(',') : String(held ?? ''));
  }

  /** The text of the address as the value its control holds. */
  private typed(): unknown {
    const { kind, many } = this.spec();
    if (many) return this.value() ? this.value().split(',') : [];
    if (kind === 'number' || kind === 'relation') return this.value() ? Number(this.value()) : null;
    return this.value();
  }
}
