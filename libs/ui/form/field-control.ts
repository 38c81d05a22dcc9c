import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { Field, FormField } from '@angular/forms/signals';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import type { FieldSpec } from '@belltower/dto';
import { choiceLabel } from '../format/choice-label';
import { ChoicesControl } from './choices-control';
import { firstMessage } from './control';
import { FORM_FIELD_DEFAULTS } from './form-field-defaults';
import { DaysControl } from './days-control';
import { InstantControl } from './instant-control';
import { ListControl } from './list-control';
import { PasswordControl } from './password-control';
import { RelationPicker } from './relation-picker';
import { RelationsPicker } from './relations-picker';
import { SuggestControl } from './suggest-control';
import { TimeControl } from './time-control';
import { VariablesControl } from './variables-control';

/** With more values than this, several are chosen from a list instead of toggles. */
const MOST_TOGGLES = 8;

/** The control for one field of a DTO, drawn by its kind, with hint and error in their place. */
@Component({
  selector: 'app-field-control',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [
    ChoicesControl,
    DaysControl,
    FormField,
    InstantControl,
    ListControl,
    MatCheckboxModule,
    MatFormFieldModule,
    MatInputModule,
    MatSelectModule,
    PasswordControl,
    RelationPicker,
    RelationsPicker,
    SuggestControl,
    TimeControl,
    VariablesControl,
  ],
  templateUrl: './field-control.html',
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    mat-form-field {
      width: 100%;
    }
    .check {
      padding-bottom: 12px;
    }
    .check .below {
      padding-left: 44px;
      margin-top: -8px;
      font-size: 12px;
      line-height: 16px;
      color: var(--mat-sys-on-surface-variant);
    }
    .check .error {
      color: var(--mat-sys-error);
    }
  `,
})
export class FieldControl {
  readonly spec = input.required<FieldSpec>();
  readonly field = input.required<Field<never>>();

  protected readonly state = computed(() => this.field()());
  protected readonly label = computed(() => {
    const { label, required } = this.spec();
    return required ? `${label} (required)` : label;
  });
  /** A field that cannot be changed says why in place of its hint. */
  protected readonly hint = computed(() => {
    const reason = this.state().disabledReasons()[0]?.message;
    return reason ?? this.spec().hint ?? '';
  });
  protected readonly message = computed(() => firstMessage(this.state().errors()));
  protected readonly inputType = computed(() => INPUT_TYPES[this.spec().kind] ?? 'text');

  protected readonly toggles = computed(() => (this.spec().options?.length ?? 0) <= MOST_TOGGLES);
  protected readonly options = computed(() =>
    (this.spec().options ?? []).map((option) => ({
      value: this.spec().numbers ? Number(option) : option,
      label: choiceLabel(this.spec(), option),
    })),
  );

  // The kind of a spec decides the type of its value, which the template's checker cannot see:
  // these casts are the only ones between the DTO and its controls.
  protected readonly text = computed(() => this.field() as unknown as Field<string>);
  protected readonly number = computed(() => this.field() as unknown as Field<number | null>);
  protected readonly flag = computed(() => this.field() as unknown as Field<boolean>);
  protected readonly texts = computed(() => this.field() as unknown as Field<string[]>);
  protected readonly numbers = computed(() => this.field() as unknown as Field<number[]>);
  protected readonly numbersOrTexts = computed(
    () => this.field() as unknown as Field<(number | string)[]>,
  );
  protected readonly variables = computed(
    () => this.field() as unknown as Field<Record<string, string>>,
  );
}

const INPUT_TYPES: Partial<Record<FieldSpec['kind'], string>> = {
  email: 'email',
  phone: 'tel',
  date: 'date',
};
