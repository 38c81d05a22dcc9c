import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { Field, FormValueControl } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { canonicalRules, type FieldSpec, type Outcome, type RetryRule } from '@belltower/dto';
import { choiceLabel, Control, FieldControl, FORM_FIELD_DEFAULTS, useIcons } from '@belltower/ui';
import tuneIcon from '@material-symbols/svg-400/rounded/tune.svg';

type Part = Pick<RetryRule, 'times' | 'afterSeconds'>;

/** The columns of numbers. */
const PARTS = [
  { name: 'times', unit: 'times', label: 'Most retries after', least: 1 },
  { name: 'afterSeconds', unit: 'seconds', label: 'Seconds until a retry after', least: 30 },
] as const;

/**
 * After which outcomes is called again: a toggle for each, or, where somebody wants them apart, a table with a number
 * and an interval for each.
 */
@Component({
  selector: 'app-retry-rules',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [
    FieldControl,
    MatButtonModule,
    MatCheckboxModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
  ],
  templateUrl: './retry-rules.html',
  styleUrl: './retry-rules.scss',
})
export class RetryRules extends Control<RetryRule[]> implements FormValueControl<RetryRule[]> {
  /** Of the outcomes that are retried. */
  readonly spec = input.required<FieldSpec>();
  readonly on = input.required<Field<Outcome[]>>();
  /** What holds where a rule says nothing. */
  readonly usual = input.required<Part>();

  /** What is retried. */
  readonly many = input('calls');

  protected readonly parts = PARTS;
  private readonly opened = signal(false);
  protected readonly apart = computed(() => this.opened() || this.value().length > 0);
  protected readonly toggles = computed(() => this.on() as unknown as Field<never>);
  protected readonly rows = computed(() =>
    (this.spec().options ?? []).map((option) => {
      const disposition = option as Outcome;
      const rule = this.value().find((one) => one.disposition === disposition);
      return {
        disposition,
        label: choiceLabel(this.spec(), disposition),
        retried: this.on()().value().includes(disposition),
        times: rule?.times ?? null,
        afterSeconds: rule?.afterSeconds ?? null,
      };
    }),
  );
  protected readonly fault = computed(() => this.message() || this.onFault());
  private readonly onFault = computed(() => this.on()().errors()[0]?.message ?? '');

  constructor() {
    super();
    useIcons({ tune: tuneIcon });
  }

  protected open(): void {
    this.opened.set(true);
  }

  /** The same for every outcome again. */
  protected close(): void {
    this.opened.set(false);
    this.value.set([]);
  }

  protected retry(disposition: Outcome, retried: boolean): void {
    const field = this.on()();
    const chosen = new Set(field.value());
    if (retried) chosen.add(disposition);
    else chosen.delete(disposition);
    const options = (this.spec().options ?? []) as Outcome[];
    field.value.set(options.filter((option) => chosen.has(option)));
    field.markAsDirty();
    // A rule for what is not retried would be refused.
    if (!retried) this.change(disposition, { times: null, afterSeconds: null });
  }

  protected type(disposition: Outcome, part: keyof Part, text: string): void {
    this.change(disposition, { [part]: text.trim() === '' ? null : Number(text) });
  }

  private change(disposition: Outcome, part: Partial<Part>): void {
    const rules = this.value();
    const before = rules.find((one) => one.disposition === disposition);
    const rule: RetryRule = {
      times: null,
      afterSeconds: null,
      ...before,
      ...part,
      disposition,
    };
    const others = rules.filter((one) => one.disposition !== disposition);
    this.opened.set(true);
    this.value.set(canonicalRules([...others, rule]));
  }
}
