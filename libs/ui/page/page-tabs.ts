import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';

/** One of several pages that belong together. */
export interface PageTab {
  title: string;
  link: readonly unknown[];
}

/** Links between pages that belong together, such as the parts of the settings. */
@Component({
  selector: 'app-page-tabs',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink, RouterLinkActive],
  template: `
    <nav [attr.aria-label]="label()">
      @for (tab of tabs(); track tab.title) {
        <a
          [routerLink]="tab.link"
          routerLinkActive="here"
          [routerLinkActiveOptions]="{
            paths: 'exact',
            queryParams: 'ignored',
            fragment: 'ignored',
            matrixParams: 'ignored',
          }"
          ariaCurrentWhenActive="page"
          #link
          (isActiveChange)="$event && link.scrollIntoView({ block: 'nearest', inline: 'nearest' })"
          >{{ tab.title }}</a
        >
      }
    </nav>
  `,
  styles: `
    nav {
      display: flex;
      gap: 4px;
      margin-bottom: 20px;
      border-bottom: 1px solid var(--mat-sys-outline-variant);
      overflow-x: auto;
    }
    a {
      padding: 10px 12px;
      border-bottom: 2px solid transparent;
      color: var(--mat-sys-on-surface-variant);
      font-weight: 500;
      text-decoration: none;
      white-space: nowrap;
    }
    a:hover {
      color: var(--mat-sys-on-surface);
    }
    a:focus-visible {
      outline-offset: -2px;
    }
    .here {
      border-color: var(--mat-sys-primary);
      color: var(--mat-sys-on-surface);
      font-weight: 600;
    }
  `,
})
export class PageTabs {
  readonly tabs = input.required<readonly PageTab[]>();
  readonly label = input('Parts of this page');
}
