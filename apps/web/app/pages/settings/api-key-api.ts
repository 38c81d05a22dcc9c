import { ApiKeyInput, ApiKeyView, PageQuery } from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';

export class ApiKeyApi extends ResourceApi<ApiKeyInput, ApiKeyView, PageQuery> {
  constructor() {
    super({
      route: 'api-keys',
      input: ApiKeyInput,
      view: ApiKeyView,
      query: PageQuery,
      one: 'API key',
      many: 'API keys',
      write: 'api-key.write',
    });
  }
}
