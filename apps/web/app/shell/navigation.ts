import { computed, inject, Injectable, Signal } from '@angular/core';
import { Route, Router } from '@angular/router';
import { Session } from '@belltower/ui';
import { NAV_GROUPS, NavGroup, pageDataOf } from '../page-route';

/** A link of the side navigation. */
export interface NavLink {
  path: string;
  title: string;
  /** Name in the icon registry. */
  icon: string;
}

export interface NavSection {
  group: NavGroup;
  links: NavLink[];
}

/** What the person may open, read from the routes themselves: a page without a route has no link. */
@Injectable({ providedIn: 'root' })
export class Navigation {
  private readonly session = inject(Session);
  private readonly pages = inject(Router).config.flatMap(({ children = [] }) => children);

  readonly sections: Signal<NavSection[]> = computed(() => {
    const links = this.pages.filter((page) => this.session.can(pageDataOf(page).allow));
    return NAV_GROUPS.map((group) => ({
      group,
      links: links.flatMap((page) => linkOf(page, group)),
    })).filter((section) => section.links.length > 0);
  });

  /** All icons, to be registered once. */
  readonly icons: Readonly<Record<string, string>> = Object.fromEntries(
    this.pages.flatMap((page) => {
      const { nav } = pageDataOf(page);
      return nav ? [[iconName(page), nav.icon]] : [];
    }),
  );
}

function linkOf(page: Route, group: NavGroup): NavLink[] {
  const { nav } = pageDataOf(page);
  if (nav?.group !== group || typeof page.title !== 'string') return [];
  return [{ path: `/${page.path}`, title: page.title, icon: iconName(page) }];
}

function iconName({ path }: Route): string {
  return `nav-${path?.replaceAll('/', '-')}`;
}
