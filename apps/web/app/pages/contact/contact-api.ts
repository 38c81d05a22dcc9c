import { ContactInput, ContactQuery, ContactView } from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';

export class ContactApi extends ResourceApi<ContactInput, ContactView, ContactQuery> {
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
}
