import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatAutocompleteModule } from '@angular/material/autocomplete';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import type { ContactView } from '@belltower/dto';
import { Control, FORM_FIELD_DEFAULTS, PhoneFormat, Search, useIcons } from '@belltower/ui';
import closeIcon from '@material-symbols/svg-400/rounded/close.svg';
import { ContactApi, nameOfContact } from './contact-api';

const OFFERED = 20;

/** One contact, found by a part of the name or of the number. */
@Component({
  selector: 'app-contact-picker',
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
        placeholder="Type a name or a number"
        [value]="shown()"
        [disabled]="disabled()"
        [errorStateMatcher]="matcher"
        [matAutocomplete]="offers"
        (focus)="search.open()"
        (input)="type($any($event.target).value)"
        (blur)="leave()"
      />
      @if (value() && !disabled()) {
        <button matIconSuffix matIconButton type="button" aria-label="Clear" (click)="choose(null)">
          <mat-icon svgIcon="close" />
        </button>
      }
      <mat-hint>{{ hint() }}</mat-hint>
      <mat-error>{{ message() }}</mat-error>
    </mat-form-field>
    <mat-autocomplete #offers (optionSelected)="choose($event.option.value)">
      @for (contact of search.matches(); track contact.id) {
        <mat-option [value]="contact">
          {{ nameOf(contact) }} <span class="muted">{{ phone.format(contact.number) }}</span>
        </mat-option>
      }
      @if (search.note()) {
        <mat-option disabled>{{ search.note() }}</mat-option>
      }
    </mat-autocomplete>
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
  `,
})
export class ContactPicker
  extends Control<number | null>
  implements FormValueControl<number | null>
{
  /** Whose contacts are offered; null: those of all. */
  readonly phonebookId = input<number | null>(null);

  private readonly api = new ContactApi();
  protected readonly phone = inject(PhoneFormat);
  protected readonly search = new Search(this.phonebookId, (text, phonebookId) =>
    this.find(text, phonebookId),
  );
  private readonly typed = signal<string | null>(null);
  private readonly chosen = signal<ContactView | null>(null);

  protected readonly shown = computed(() => {
    const contact = this.chosen();
    return this.typed() ?? (contact && this.value() === contact.id ? nameOfContact(contact) : '');
  });
  protected readonly nameOf = nameOfContact;

  constructor() {
    super();
    useIcons({ close: closeIcon });
  }

  protected type(text: string): void {
    this.typed.set(text);
    this.search.type(text);
  }

  protected choose(contact: ContactView | null): void {
    this.chosen.set(contact);
    this.value.set(contact?.id ?? null);
    this.typed.set(null);
  }

  protected leave(): void {
    // What is typed without choosing names nobody.
    if (this.typed() === '') this.choose(null);
    this.typed.set(null);
    this.touch.emit();
  }

  private async find(text: string, phonebookId: number | null): Promise<ContactView[]> {
    const by = /^[+*\d][\d ()-]*$/.test(text) ? { number: text } : { name: text };
    const page = await this.api.list({
      ...(text ? by : {}),
      ...(phonebookId === null ? {} : { phonebookId }),
      limit: OFFERED,
    });
    return page.items;
  }
}
