import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { ContactInput, ContactView } from '@belltower/dto';
import { ResourceEditor, Session } from '@belltower/ui';
import { ContactApi } from './contact-api';

/** A contact: what is known of the person. */
@Component({
  selector: 'app-contact-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ResourceEditor],
  template: `
    <app-resource-editor
      [resource]="contacts"
      [id]="id()"
      [initial]="initial()"
      [purpose]="purpose()"
      [titleOf]="nameOf"
    />
  `,
})
export class ContactEditor {
  readonly id = input<string>();
  /** From the address, when a contact is added to one phonebook. */
  readonly phonebookId = input<string>();

  protected readonly contacts = new ContactApi();
  protected readonly nameOf = ({ firstName, lastName, number }: ContactView) =>
    [firstName, lastName].filter(Boolean).join(' ') || number;
  private readonly session = inject(Session);

  protected readonly initial = computed<Partial<ContactInput>>(() =>
    this.phonebookId() ? { phonebookId: Number(this.phonebookId()) } : {},
  );
  protected readonly purpose = computed(() => {
    const country = this.session.me()?.defaultCountry ?? '';
    return `A number without a country code is read as one of ${countryName(country)}.`;
  });
}

function countryName(country: string): string {
  return new Intl.DisplayNames(['en'], { type: 'region' }).of(country) ?? country;
}
