import { AccountInput, AccountQuery, AccountView } from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';

export class AccountApi extends ResourceApi<AccountInput, AccountView, AccountQuery> {
  constructor() {
    super({
      route: 'platform/accounts',
      input: AccountInput,
      view: AccountView,
      query: AccountQuery,
      one: 'account',
      many: 'accounts',
      write: 'platform.write',
    });
  }
}
