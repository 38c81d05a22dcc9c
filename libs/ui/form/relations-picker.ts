import {
  ChangeDetectionStrategy,
  Component,
  computed,
  linkedSignal,
  resource,
  signal,
} from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatAutocompleteModule } from '@angular/material/autocomplete';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import addIcon from '@material-symbols/svg-400/rounded/add.svg';
import type { Named } from '../api/relations';
import { useIcons } from '../icon/use-icons';
import { FORM_FIELD_DEFAULTS } from './form-field-defaults';
import { moved, PlaceButtons } from './place-buttons';
import { RelationControl } from './relation-control';

/** The ids of several records of another resource, in an order that the person can change. */
@Component({
  selector: 'app-relations-picker',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [MatAutocompleteModule, MatFormFieldModule, MatIconModule, MatInputModule, PlaceButtons],
  template: `
    <mat-form-field>
      <mat-label>{{ label() }}</mat-label>
      <input
        #box
        matInput
        [placeholder]="value().length ? 'Add another' : 'Type to search'"
        [value]="typed()"
        [disabled]="disabled()"
        [required]="required()"
        [errorStateMatcher]="matcher"
        [matAutocomplete]="offers"
        (focus)="search.open()"
        (input)="type($any($event.target).value)"
        (blur)="leave()"
      />
      <mat-hint>{{ hint() }}</mat-hint>
      <mat-error>{{ message() }}</mat-error>
    </mat-form-field>
    <mat-autocomplete
      #offers
      hideSingleSelectionIndicator
      (optionSelected)="picked($event.option.value); box.value = ''"
    >
      @for (record of offered(); track record.id) {
        <mat-option [value]="record">{{ record.name }}</mat-option>
      }
      @if (search.note()) {
        <mat-option disabled>{{ search.note() }}</mat-option>
      } @else if (!offered().length) {
        <mat-option disabled>All that there are have been chosen</mat-option>
      }
      @if (createLabel()) {
        <mat-option [value]="createLabel()"
          ><mat-icon svgIcon="add" />{{ createLabel() }}</mat-option
        >
      }
    </mat-autocomplete>
    @if (chosen().length) {
      <ol [attr.aria-label]="label() + ', chosen'">
        @for (record of chosen(); track record.id) {
          <li>
            <span class="place numeric" aria-hidden="true">{{ $index + 1 }}</span>
            <span class="name">{{ record.name }}</span>
            @if (!disabled()) {
              <app-place-buttons
                [index]="$index"
                [count]="chosen().length"
                [up]="'Move ' + record.name + ' up'"
                [down]="'Move ' + record.name + ' down'"
                [remove]="'Remove ' + record.name"
                (moved)="move($index, $event)"
                (removed)="remove(record.id)"
              />
            }
          </li>
        }
      </ol>
    }
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
    ol {
      display: flex;
      flex-direction: column;
      margin: 0 0 16px;
      padding: 0;
      list-style: none;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 8px;
    }
    li {
      display: flex;
      align-items: center;
      min-height: 40px;
      padding-left: 12px;
      --mat-icon-button-state-layer-size: 36px;
    }
    li + li {
      border-top: 1px solid var(--mat-sys-outline-variant);
    }
    .place {
      width: 24px;
      color: var(--mat-sys-on-surface-variant);
    }
    .name {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }
  `,
})
export class RelationsPicker
  extends RelationControl<number[]>
  implements FormValueControl<number[]>
{
  protected readonly typed = signal('');

  private readonly names = linkedSignal<string, Map<number, string>>({
    source: this.route,
    computation: () => new Map(),
  });
  /** Fills in the names of ids that came with the record. */
  private readonly lookup = resource({
    params: () => {
      const missing = this.value().filter((id) => !this.names().has(id));
      return missing.length ? { route: this.route(), missing } : undefined;
    },
    loader: async ({ params: { route, missing } }) => {
      const found = await Promise.allSettled(missing.map((id) => this.relations.get(route, id)));
      const entries = found.map((one, at): [number, string] => {
        const id = missing[at]!;
        return [id, one.status === 'fulfilled' ? one.value.name : `No. ${id} (not found)`];
      });
      this.names.update((names) => new Map([...names, ...entries]));
    },
  });

  protected readonly chosen = computed(() =>
    this.value().map((id) => ({ id, name: this.names().get(id) ?? '…' })),
  );
  protected readonly offered = computed(() =>
    this.search.matches().filter(({ id }) => !this.value().includes(id)),
  );

  constructor() {
    super();
    useIcons({ add: addIcon });
  }

  protected type(text: string): void {
    this.typed.set(text);
    this.search.type(text);
  }

  protected picked(choice: Named | string): void {
    if (typeof choice === 'string') this.createAsked.emit(this.typed());
    else this.add(choice);
    this.typed.set('');
    this.search.open();
  }

  /** Adds a record at the end, such as one just created. */
  add(record: Named): void {
    this.names.update((names) => new Map([...names, [record.id, record.name]]));
    this.value.set([...this.value(), record.id]);
  }

  protected remove(id: number): void {
    this.value.set(this.value().filter((chosen) => chosen !== id));
    this.touch.emit();
  }

  protected move(index: number, by: -1 | 1): void {
    this.value.set(moved(this.value(), index, by));
  }

  protected leave(): void {
    this.typed.set('');
    this.touch.emit();
  }
}
