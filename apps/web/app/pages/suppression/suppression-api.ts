import {
  SuppressionInput,
  SuppressionListInput,
  SuppressionListQuery,
  SuppressionListView,
  SuppressionQuery,
  SuppressionView,
} from '@belltower/dto';
import { PageTab, ResourceApi } from '@belltower/ui';

export class SuppressionListApi extends ResourceApi<
  SuppressionListInput,
  SuppressionListView,
  SuppressionListQuery
> {
  constructor() {
    super({
      route: 'suppression-lists',
      input: SuppressionListInput,
      view: SuppressionListView,
      query: SuppressionListQuery,
      one: 'list',
      many: 'lists',
      write: 'suppression.write',
    });
  }
}

export class SuppressionApi extends ResourceApi<
  SuppressionInput,
  SuppressionView,
  SuppressionQuery
> {
  constructor() {
    super({
      route: 'suppressions',
      input: SuppressionInput,
      view: SuppressionView,
      query: SuppressionQuery,
      one: 'number',
      many: 'numbers',
      write: 'suppression.write',
    });
  }
}

/** The parts of the do-not-call pages. */
export const SUPPRESSION_TABS: readonly PageTab[] = [
  { title: 'Numbers', link: ['/do-not-call'] },
  { title: 'Lists', link: ['/do-not-call/lists'] },
];
