import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import {
  ActivatedRouteSnapshot,
  NavigationEnd,
  Params,
  Route,
  Router,
  RouterLink,
} from '@angular/router';
import { filter, map, startWith } from 'rxjs';
import { pageDataOf } from '../page-route';

/** Where the person is: the pages above this one, and this one. */
@Component({
  selector: 'app-breadcrumb',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink],
  template: `
    <nav aria-label="Breadcrumb">
      <ol>
        @for (step of steps(); track step.title) {
          <li>
            @if ($last) {
              <span aria-current="page">{{ step.title }}</span>
            } @else {
              <a [routerLink]="step.link">{{ step.title }}</a>
            }
          </li>
        }
      </ol>
    </nav>
  `,
  styles: `
    ol {
      display: flex;
      align-items: center;
      margin: 0;
      padding: 0;
      list-style: none;
      white-space: nowrap;
      overflow: hidden;
    }
    li {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    li + li::before {
      content: '/';
      margin: 0 8px;
      color: var(--mat-sys-outline);
    }
    a {
      color: var(--mat-sys-on-surface-variant);
      text-decoration: none;
    }
    a:hover {
      text-decoration: underline;
    }
    span {
      font-weight: 550;
    }
    /* On a phone only the way up and the page itself fit. */
    @media (max-width: 719.98px) {
      li {
        flex: none;
      }
      li:last-child {
        flex: 0 1 auto;
      }
      li:not(:nth-last-child(-n + 2)) {
        display: none;
      }
      li + li::before {
        content: none;
      }
      a {
        margin-right: 8px;
        font-size: 0;
      }
      a::before {
        content: '‹';
        padding: 8px;
        font-size: 20px;
      }
    }
  `,
})
export class Breadcrumb {
  private readonly router = inject(Router);
  private readonly pages = this.router.config.flatMap(({ children = [] }) => children);
  private readonly current = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      startWith(null),
      map(() => this.leaf()),
    ),
    { initialValue: null },
  );

  protected readonly steps = computed(() => {
    const steps: { title: string; link: string }[] = [];
    const { routeConfig = null, params = {} } = this.current() ?? {};
    let route: Route | null | undefined = routeConfig;
    while (route && typeof route.title === 'string') {
      steps.unshift({ title: route.title, link: linkOf(route, params) });
      const { under } = pageDataOf(route);
      route = under === undefined ? null : this.pages.find(({ path }) => path === under);
    }
    return steps;
  });

  private leaf(): ActivatedRouteSnapshot {
    let snapshot = this.router.routerState.snapshot.root;
    while (snapshot.firstChild) snapshot = snapshot.firstChild;
    return snapshot;
  }
}

/** The address of a page above the present one, whose parameters are among the present one's. */
function linkOf({ path = '' }: Route, params: Params): string {
  return `/${path.replace(/:(\w+)/g, (_, name: string) => String(params[name]))}`;
}
