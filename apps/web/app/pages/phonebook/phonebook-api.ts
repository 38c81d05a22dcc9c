import { PhonebookInput, PhonebookQuery, PhonebookView } from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';

export class PhonebookApi extends ResourceApi<PhonebookInput, PhonebookView, PhonebookQuery> {
  constructor() {
    super({
      route: 'phonebooks',
      input: PhonebookInput,
      view: PhonebookView,
      query: PhonebookQuery,
      one: 'phonebook',
      many: 'phonebooks',
      write: 'phonebook.write',
    });
  }
}
