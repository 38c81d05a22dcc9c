import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  output,
  resource,
  signal,
} from '@angular/core';
import { MatIconModule } from '@angular/material/icon';
import type { FieldSpec } from '@belltower/dto';
import checkIcon from '@material-symbols/svg-400/rounded/check.svg';
import closeIcon from '@material-symbols/svg-400/rounded/close.svg';
import downIcon from '@material-symbols/svg-400/rounded/keyboard_arrow_down.svg';
import { Relations } from '../api/relations';
import { choiceLabel } from '../format/choice-label';
import { countryName } from '../format/country-name';
import { useIcons } from '../icon/use-icons';
import { Session } from '../session/session';
import { formatInstant } from '../time/moment';
import { FilterPanel } from './filter-panel';

/** One filter of a list as a chip: what it is, what it is set to, and a small panel to set it. */
@Component({
  selector: 'app-filter-chip',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FilterPanel, MatIconModule],
  templateUrl: './filter-chip.html',
  styleUrl: './filter-chip.scss',
})
export class FilterChip {
  readonly spec = input.required<FieldSpec>();
  /** Text as in the address; `''` while not set. */
  readonly value = input('');
  readonly changed = output<string>();

  private readonly session = inject(Session);
  private readonly relations = inject(Relations);

  protected readonly open = signal(false);
  /** Whether the panel has been opened once. */
  protected readonly asked = signal(false);
  protected readonly isSet = computed(() => this.value() !== '');
  protected readonly many = computed(() => this.spec().many);
  protected readonly options = computed(() => {
    const chosen = this.value().split(',');
    return (this.spec().options ?? []).map((value) => ({
      value,
      label: choiceLabel(this.spec(), value),
      chosen: chosen.includes(value),
    }));
  });

  /** The name behind a chosen id. */
  private readonly related = resource({
    params: () => {
      const { relation, many } = this.spec();
      return relation && !many && this.value() ? { relation, id: Number(this.value()) } : undefined;
    },
    loader: ({ params }) => this.relations.get(params.relation, params.id),
  });
  protected readonly words = computed(() => {
    const { kind } = this.spec();
    if (kind === 'datetime') return formatInstant(this.value(), this.session.timeZone());
    if (kind === 'relation' && this.related.error()) return 'one that is gone';
    if (kind === 'relation') return this.related.hasValue() ? this.related.value().name : '…';
    if (kind === 'country') return countryName(this.value());
    if (kind === 'boolean') return this.value() === 'true' ? 'Yes' : 'No';
    const chosen = this.options().filter(({ chosen }) => chosen);
    if (chosen.length > 2) return `${chosen.length} chosen`;
    return chosen.map(({ label }) => label).join(', ') || this.value();
  });

  constructor() {
    useIcons({ check: checkIcon, close: closeIcon, keyboard_arrow_down: downIcon });
  }

  protected turn(): void {
    this.asked.set(true);
    this.open.update((open) => !open);
  }

  protected choose(value: string): void {
    if (!this.many()) {
      this.open.set(false);
      this.changed.emit(value === this.value() ? '' : value);
      return;
    }
    const chosen = this.options().filter((option) => option.chosen !== (option.value === value));
    this.changed.emit(chosen.map((option) => option.value).join(','));
  }

  protected apply(value: string): void {
    this.open.set(false);
    this.changed.emit(value);
  }
}
