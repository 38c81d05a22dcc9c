import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  viewChild,
} from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import {
  ContactInput,
  ContactView,
  FieldSpec,
  PhonebookInput,
  PhonebookView,
} from '@belltower/dto';
import {
  countryName,
  FieldControl,
  FormDialog,
  PageTabs,
  PhoneFormat,
  RelationPicker,
  Removal,
  RESOURCE_EDITOR,
  ResourceEditor,
  Session,
  useIcons,
} from '@belltower/ui';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import personIcon from '@material-symbols/svg-400/rounded/shield_person.svg';
import checkIcon from '@material-symbols/svg-400/rounded/fact_check.svg';
import { PhonebookApi } from '../phonebook/phonebook-api';
import { ContactApi, contactTabs, nameOfContact } from './contact-api';
import { NumberReading } from './number-reading';

/** A contact: what is known of the person. */
@Component({
  selector: 'app-contact-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    FieldControl,
    FormField,
    MatButtonModule,
    MatIconModule,
    PageTabs,
    RelationPicker,
    RESOURCE_EDITOR,
    RouterLink,
  ],
  template: `
    <app-resource-editor
      [resource]="contacts"
      [id]="id()"
      [initial]="initial()"
      [purpose]="purpose()"
      [titleOf]="nameOf"
    >
      @if (number() && session.can('suppression.read')) {
        <a
          action
          matButton="outlined"
          routerLink="/do-not-call/check"
          [queryParams]="{ number: number() }"
        >
          <mat-icon svgIcon="fact_check" />May I call or text it?
        </a>
      }
      @if (number() && session.can('person.read')) {
        <a
          action
          matButton="outlined"
          routerLink="/do-not-call/person"
          [queryParams]="{ number: number() }"
        >
          <mat-icon svgIcon="shield_person" />Their data
        </a>
      }
      @if (id() && session.can('contact.write')) {
        <button action matButton="outlined" type="button" (click)="remove()">
          <mat-icon svgIcon="delete" />Delete
        </button>
      }
      @if (id(); as id) {
        <app-page-tabs [tabs]="tabs(id)" label="Parts of this contact" />
      }
      <ng-template field="phonebookId" let-field let-spec="spec">
        <app-relation-picker
          #picker
          [formField]="field"
          route="phonebooks"
          [label]="spec.label + ' (required)'"
          [createLabel]="session.can('phonebook.write') ? 'New phonebook…' : ''"
          (createAsked)="createPhonebook(picker, $event)"
        />
      </ng-template>
      <ng-template field="number" let-field let-spec="spec">
        <app-field-control [spec]="hinted(spec, reading.numberHint())" [field]="field" />
      </ng-template>
      <ng-template field="timeZone" let-field let-spec="spec">
        <app-field-control [spec]="hinted(spec, reading.zoneHint())" [field]="field" />
      </ng-template>
    </app-resource-editor>
  `,
})
export class ContactEditor {
  readonly id = input<string>();
  /** From the address, when a contact is added to one phonebook. */
  readonly phonebookId = input<string>();

  protected readonly contacts = new ContactApi();
  protected readonly session = inject(Session);
  protected readonly nameOf = nameOfContact;
  protected readonly tabs = contactTabs;
  private readonly phonebooks = new PhonebookApi();
  private readonly formDialog = inject(FormDialog);
  private readonly removal = inject(Removal);
  private readonly router = inject(Router);
  private readonly phone = inject(PhoneFormat);
  private readonly editor = viewChild(ResourceEditor);
  /** As it is stored; nothing of a contact that is not. */
  protected readonly number = computed(() => {
    const record = this.editor()?.record;
    return record?.hasValue() ? (record.value() as ContactView).number : '';
  });

  protected readonly initial = computed<Partial<ContactInput>>(() =>
    this.phonebookId() ? { phonebookId: Number(this.phonebookId()) } : {},
  );
  protected readonly purpose = computed(() => {
    if (this.id()) return '';
    const country = this.session.me()?.defaultCountry ?? '';
    return `Numbers without a country code are read by your account’s country: ${countryName(country)}.`;
  });
  protected readonly reading = new NumberReading(
    computed(
      () => {
        const { number, country } = this.editor()?.model() ?? {};
        return {
          number: String(number ?? ''),
          country: /^[A-Z]{2}$/.test(String(country)) ? String(country) : '',
        };
      },
      { equal: (a, b) => a.number === b.number && a.country === b.country },
    ),
    ({ number, country }) => this.contacts.readNumber(number, country),
    (number) => this.phone.format(number),
  );

  constructor() {
    useIcons({ delete: deleteIcon, fact_check: checkIcon, shield_person: personIcon });
  }

  protected hinted(spec: FieldSpec, hint: string): FieldSpec {
    return { ...spec, hint };
  }

  protected async createPhonebook(picker: RelationPicker, name: string): Promise<void> {
    let created: PhonebookView | undefined;
    await this.formDialog.ask<PhonebookInput>({
      title: 'New phonebook',
      dto: PhonebookInput,
      value: { name },
      saveLabel: 'Create phonebook',
      save: async (input) => (created = await this.phonebooks.create(input)),
    });
    if (created) picker.choose(created);
  }

  protected async remove(): Promise<void> {
    const contact = this.editor()?.record.value() as ContactView | undefined;
    if (!contact) return;
    const named = { ...contact, name: nameOfContact(contact) };
    const takes =
      'The contact leaves its phonebook and running campaigns. Calls, messages and reports stay. This cannot be undone.';
    const gone = await this.removal.ask(this.contacts, named, takes);
    if (gone) await this.router.navigate(['/contacts']);
  }
}
