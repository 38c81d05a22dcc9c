import { inject } from '@angular/core';
import { ActivatedRoute } from '@angular/router';
import {
  Dto,
  OptOutQuery,
  OptOutView,
  PlatformListInput,
  PlatformListView,
  PlatformManyInput,
  PlatformNumberInput,
  PlatformNumberQuery,
  PlatformNumberView,
  SuppressionInput,
  SuppressionListInput,
  SuppressionListQuery,
  SuppressionListView,
  SuppressionManyInput,
  SuppressionQuery,
  SuppressionView,
} from '@belltower/dto';
import { PageTab, ResourceApi, Session } from '@belltower/ui';

export type ListApi = ResourceApi<
  SuppressionListInput | PlatformListInput,
  SuppressionListView | PlatformListView,
  SuppressionListQuery
>;
export type NumberApi = ResourceApi<SuppressionInput, SuppressionView, SuppressionQuery>;

const accountLists = (): ListApi =>
  new ResourceApi<
    SuppressionListInput | PlatformListInput,
    SuppressionListView | PlatformListView,
    SuppressionListQuery
  >({
    route: 'suppression-lists',
    input: SuppressionListInput,
    view: SuppressionListView,
    query: SuppressionListQuery,
    one: 'list',
    many: 'lists',
    write: 'suppression.write',
  });

const accountNumbers = (): NumberApi =>
  new ResourceApi<SuppressionInput, SuppressionView, SuppressionQuery>({
    route: 'suppressions',
    input: SuppressionInput,
    view: SuppressionView,
    query: SuppressionQuery,
    one: 'number',
    many: 'numbers',
    write: 'suppression.write',
  });

const platformLists = (): ListApi =>
  new ResourceApi<
    SuppressionListInput | PlatformListInput,
    SuppressionListView | PlatformListView,
    SuppressionListQuery
  >({
    route: 'platform/suppression-lists',
    input: PlatformListInput,
    view: PlatformListView,
    query: SuppressionListQuery,
    one: 'list',
    many: 'lists',
    write: 'platform.write',
  });

const platformNumbers = (): NumberApi =>
  new ResourceApi<SuppressionInput, SuppressionView, SuppressionQuery>({
    route: 'platform/suppressions',
    input: PlatformNumberInput,
    view: PlatformNumberView,
    query: PlatformNumberQuery,
    one: 'number',
    many: 'numbers',
    write: 'platform.write',
  });

/** Opt-outs, which nobody writes: the view stands for the input too. */
export const optOutApi = () =>
  new ResourceApi<OptOutView, OptOutView, OptOutQuery>({
    route: 'opt-outs',
    input: OptOutView,
    view: OptOutView,
    query: OptOutQuery,
    one: 'opt-out',
    many: 'opt-outs',
  });

/** Whose do-not-call pages these are: the account's own, or the platform's for its operators. */
export interface SuppressionPlace {
  isPlatform: boolean;
  /** Path and title of the page of numbers. */
  base: string;
  title: string;
  lists: ListApi;
  numbers: NumberApi;
  Many: Dto<SuppressionManyInput>;
  tabs: readonly PageTab[];
}

/** By the address of the page. Call it in an injection context. */
export function suppressionPlace(): SuppressionPlace {
  const path = inject(ActivatedRoute).snapshot.routeConfig?.path ?? '';
  return path.startsWith('platform/') ? ofPlatform() : ofAccount();
}

const ofAccount = (): SuppressionPlace => ({
  isPlatform: false,
  base: 'do-not-call',
  title: 'Do-not-call',
  lists: accountLists(),
  numbers: accountNumbers(),
  Many: SuppressionManyInput,
  tabs: [
    { title: 'Numbers', link: ['/do-not-call'] },
    { title: 'Lists', link: ['/do-not-call/lists'] },
    { title: 'Opt-outs', link: ['/do-not-call/opt-outs'] },
    { title: 'Check a number', link: ['/do-not-call/check'] },
    ...(inject(Session).can('person.read')
      ? [{ title: 'One person’s data', link: ['/do-not-call/person'] }]
      : []),
  ],
});

const ofPlatform = (): SuppressionPlace => ({
  isPlatform: true,
  base: 'platform/do-not-call',
  title: 'Do-not-call for all',
  lists: platformLists(),
  numbers: platformNumbers(),
  Many: PlatformManyInput,
  tabs: [
    { title: 'Numbers', link: ['/platform/do-not-call'] },
    { title: 'Lists', link: ['/platform/do-not-call/lists'] },
  ],
});
