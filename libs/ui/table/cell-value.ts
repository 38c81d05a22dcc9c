import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { type FieldSpec, isErasedNumber } from '@belltower/dto';
import { choiceLabel } from '../format/choice-label';
import { countryName } from '../format/country-name';
import { formatDuration, formatNumber } from '../format/format';
import { PhoneFormat } from '../format/phone';
import { LOOKS } from '../status/looks';
import { StatusChip } from '../status/status-chip';
import { Moment } from '../time/moment';

/** A value as its field's kind is shown everywhere: in tables, and as plain text on detail pages. */
@Component({
  selector: 'app-cell-value',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Moment, StatusChip],
  template: `
    @switch (shape()) {
      @case ('nothing') {
        <span class="muted">—</span>
      }
      @case ('moment') {
        <app-moment [at]="text()" />
      }
      @case ('status') {
        <app-status-chip [status]="text()" />
      }
      @case ('phone') {
        <span class="numeric phone" [class.muted]="erased()" [title]="raw()">{{
          phone.format(text())
        }}</span>
      }
      @case ('number') {
        <span class="numeric">{{ shown() }}</span>
      }
      @default {
        <span class="text" [title]="shown()">{{ shown() }}</span>
      }
    }
  `,
  styles: `
    .phone {
      white-space: nowrap;
    }
    .text {
      display: inline-block;
      max-width: 40ch;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      vertical-align: bottom;
    }
  `,
})
export class CellValue {
  readonly spec = input.required<FieldSpec>();
  readonly row = input.required<object>();

  protected readonly phone = inject(PhoneFormat);

  private readonly held = computed(() => (this.row() as Record<string, unknown>)[this.spec().name]);
  protected readonly text = computed(() => String(this.held() ?? ''));
  /** A number as it was typed or imported, where the record keeps it. */
  protected readonly raw = computed(() =>
    String((this.row() as { rawNumber?: string }).rawNumber ?? ''),
  );
  protected readonly erased = computed(() => isErasedNumber(this.text()));
  protected readonly shape = computed(() => shapeOf(this.spec(), this.held()));
  protected readonly shown = computed(() => wordsFor(this.spec(), this.held(), this.row()));
}

function shapeOf(spec: FieldSpec, held: unknown) {
  if (held === null || held === undefined || held === '') return 'nothing';
  if (Array.isArray(held) && held.length === 0) return 'nothing';
  if (spec.kind === 'datetime') return 'moment';
  if (spec.kind === 'choice' && isStatus(spec)) return 'status';
  return spec.kind === 'phone' || spec.kind === 'number' ? spec.kind : 'text';
}

/** A choice all of whose values have a look is a status; others (a role, a channel) are words. */
export function isStatus({ options = [] }: FieldSpec): boolean {
  return options.length > 0 && options.every((option) => option in LOOKS);
}

/** The text for a value; a relation shows the name that the record carries beside the id. */
function wordsFor(spec: FieldSpec, held: unknown, row: object): string {
  if (spec.kind === 'number') {
    return spec.unit === 'seconds' ? formatDuration(held as number) : formatNumber(held as number);
  }
  if (spec.kind === 'boolean') return held ? 'Yes' : 'No';
  if (spec.kind === 'relation') {
    const name = (row as Record<string, unknown>)[spec.name.replace(/Id$/, 'Name')];
    return String(name ?? held);
  }
  if (spec.kind === 'country') return countryName(String(held));
  if (spec.kind === 'variables')
    return Object.entries(held as Record<string, string>)
      .map(([name, text]) => `${name}: ${text || '—'}`)
      .join('; ');
  if (Array.isArray(held)) return held.map((one) => choiceLabel(spec, one)).join(', ');
  return spec.kind === 'choice' ? choiceLabel(spec, held) : String(held);
}
