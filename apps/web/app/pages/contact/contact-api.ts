import { HttpClient } from '@angular/common/http';
import { inject } from '@angular/core';
import { ContactInput, ContactQuery, ContactView, PhoneNumberView } from '@belltower/dto';
import { PageTab, queryParams, ResourceApi } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';

export class ContactApi extends ResourceApi<ContactInput, ContactView, ContactQuery> {
  private readonly client = inject(HttpClient);

  constructor() {
    super({
      route: 'contacts',
      input: ContactInput,
      view: ContactView,
      query: ContactQuery,
      one: 'contact',
      many: 'contacts',
      write: 'contact.write',
    });
  }

  /** What a number would be read as, and where it may be. */
  readNumber(number: string, country: string): Promise<PhoneNumberView> {
    const params = queryParams({ number, country });
    return firstValueFrom(this.client.get<PhoneNumberView>(this.url('number'), { params }));
  }
}

/** A person's name, or the number of somebody without one. */
export function nameOfContact({
  firstName,
  lastName,
  number,
}: Pick<ContactView, 'firstName' | 'lastName' | 'number'>): string {
  return [firstName, lastName].filter(Boolean).join(' ') || number;
}

/** The pages about one contact. */
export function contactTabs(id: string | number): readonly PageTab[] {
  return [
    { title: 'Details', link: ['/contacts', id] },
    { title: 'History', link: ['/contacts', id, 'history'] },
  ];
}
