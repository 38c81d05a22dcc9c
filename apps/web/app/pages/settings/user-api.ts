import { UserInput, UserQuery, UserView } from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';

export class UserApi extends ResourceApi<UserInput, UserView, UserQuery> {
  /** Of one's own account; given an account, for operators, of that one. */
  constructor(accountId?: number) {
    super({
      route: accountId === undefined ? 'users' : `platform/accounts/${accountId}/users`,
      input: UserInput,
      view: UserView,
      query: UserQuery,
      one: 'user',
      many: 'users',
      write: accountId === undefined ? 'user.write' : 'platform.write',
    });
  }
}
