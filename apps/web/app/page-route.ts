import type { Type } from '@angular/core';
import type { Route } from '@angular/router';
import { askBeforeLeaving } from '@belltower/ui';
import { allowed } from './shell/guards';

/** Groups of the side navigation, from top to bottom. */
export const NAV_GROUPS = [
  'Overview',
  'People',
  'Outreach',
  'Reports',
  'Account',
  'Platform',
] as const;
export type NavGroup = (typeof NAV_GROUPS)[number];

/** How a page stands in the side navigation. */
export interface NavEntry {
  group: NavGroup;
  /** The text of an SVG file. */
  icon: string;
}

/** What the shell knows of a page without loading it. */
export interface PageData {
  nav?: NavEntry;
  /** Permission without which the page is neither shown nor opened. */
  allow?: string;
  /** Path of the page one step up, for the breadcrumb. */
  under?: string;
}

/** One page of the panel: loaded when first opened, guarded, asking before unsaved changes are lost. */
export function page(
  path: string,
  title: string,
  load: () => Promise<Type<unknown>>,
  data: PageData = {},
): Route {
  return {
    path,
    title,
    loadComponent: load,
    data: { page: data },
    canActivate: [allowed],
    canDeactivate: [askBeforeLeaving],
  };
}

/** The page data of a route made by {@link page}. */
export function pageDataOf(route: Pick<Route, 'data'>): PageData {
  return (route.data?.['page'] as PageData | undefined) ?? {};
}
