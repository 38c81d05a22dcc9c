import { UserInput, UserQuery, UserView } from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';

export class UserApi extends ResourceApi<UserInput, UserView, UserQuery> {
  constructor() {
    super({
      route: 'users',
      input: UserInput,
      view: UserView,
      query: UserQuery,
      one: 'user',
      many: 'users',
      write: 'user.write',
    });
  }
}
