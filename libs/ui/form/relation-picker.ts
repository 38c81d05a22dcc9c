import { ChangeDetectionStrategy, Component, computed, resource, signal } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatAutocompleteModule } from '@angular/material/autocomplete';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import addIcon from '@material-symbols/svg-400/rounded/add.svg';
import closeIcon from '@material-symbols/svg-400/rounded/close.svg';
import type { Named } from '../api/relations';
import { useIcons } from '../icon/use-icons';
import { FORM_FIELD_DEFAULTS } from './form-field-defaults';
import { RelationControl } from './relation-control';

/** The id of one record of another resource. */
@Component({
  selector: 'app-relation-picker',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [
    MatAutocompleteModule,
    MatButtonModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
  ],
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
        (focus)="search.open()"
        (input)="type($any($event.target).value)"
        (blur)="leave()"
      />
      @if (value() !== null && !required() && !disabled()) {
        <button matIconSuffix matIconButton type="button" aria-label="Clear" (click)="choose(null)">
          <mat-icon svgIcon="close" />
        </button>
      }
      <mat-hint>{{ hint() }}</mat-hint>
      <mat-error>{{ message() }}</mat-error>
    </mat-form-field>
    <mat-autocomplete #offers (optionSelected)="picked($event.option.value)">
      @for (record of search.matches(); track record.id) {
        <mat-option [value]="record">{{ record.name }}</mat-option>
      }
      @if (search.note()) {
        <mat-option disabled>{{ search.note() }}</mat-option>
      }
      @if (createLabel()) {
        <mat-option [value]="createLabel()"
          ><mat-icon svgIcon="add" />{{ createLabel() }}</mat-option
        >
      }
    </mat-autocomplete>
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
  `,
})
export class RelationPicker
  extends RelationControl<number | null>
  implements FormValueControl<number | null>
{
  /** The text while somebody types; null shows the name of what is chosen. */
  private readonly typed = signal<string | null>(null);
  private readonly known = signal<Named | null>(null);
  private readonly named = resource({
    params: () => {
      const id = this.value();
      return id === null || this.known()?.id === id ? undefined : { route: this.route(), id };
    },
    loader: ({ params }) => this.relations.get(params.route, params.id),
  });
  protected readonly shown = computed(() => this.typed() ?? this.nameOfChosen());

  constructor() {
    super();
    useIcons({ add: addIcon, close: closeIcon });
  }

  protected type(text: string): void {
    this.typed.set(text);
    this.search.type(text);
  }

  protected picked(choice: Named | string): void {
    if (typeof choice === 'string') {
      this.createAsked.emit(this.typed() ?? '');
      this.typed.set(null);
    } else this.choose(choice);
  }

  /** Shows a record at once, without asking the server for its name. */
  choose(record: Named | null): void {
    this.known.set(record);
    this.value.set(record?.id ?? null);
    this.typed.set(null);
  }

  protected leave(): void {
    // An emptied field means nothing is chosen; half a word means the person gave up typing.
    if (this.typed()?.trim() === '') this.value.set(null);
    this.typed.set(null);
    this.touch.emit();
  }

  private nameOfChosen(): string {
    const id = this.value();
    if (id === null) return '';
    const known = this.known();
    if (known?.id === id) return known.name;
    if (this.named.hasValue()) return this.named.value().name;
    return this.named.error() ? `No. ${id} (not found)` : '…';
  }
}
