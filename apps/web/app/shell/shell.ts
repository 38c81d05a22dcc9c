import { BreakpointObserver } from '@angular/cdk/layout';
import { A11yModule } from '@angular/cdk/a11y';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injector,
  signal,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { MENU, Session, Theme, useIcons } from '@belltower/ui';
import accountIcon from '@material-symbols/svg-400/rounded/account_circle.svg';
import autoIcon from '@material-symbols/svg-400/rounded/brightness_auto.svg';
import darkIcon from '@material-symbols/svg-400/rounded/dark_mode.svg';
import devicesIcon from '@material-symbols/svg-400/rounded/devices.svg';
import collapseIcon from '@material-symbols/svg-400/rounded/keyboard_double_arrow_left.svg';
import expandIcon from '@material-symbols/svg-400/rounded/keyboard_double_arrow_right.svg';
import lightIcon from '@material-symbols/svg-400/rounded/light_mode.svg';
import signOutIcon from '@material-symbols/svg-400/rounded/logout.svg';
import menuIcon from '@material-symbols/svg-400/rounded/menu.svg';
import passwordIcon from '@material-symbols/svg-400/rounded/password.svg';
import searchIcon from '@material-symbols/svg-400/rounded/search.svg';
import { filter, map } from 'rxjs';
import { AccountBanner } from './account-banner';
import { Breadcrumb } from './breadcrumb';
import { LiveNow } from './live-now';
import { Navigation } from './navigation';
import { NoticeBell } from './notice-bell';

/** Below this width the side navigation is a drawer. */
const NARROW = '(max-width: 959.98px)';
const COLLAPSED_KEY = 'belltower.navigation';

/** What stands around every page: side navigation, top bar, and the page in the middle. */
@Component({
  selector: 'app-shell',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    A11yModule,
    AccountBanner,
    Breadcrumb,
    MatButtonModule,
    MatIconModule,
    MENU,
    NoticeBell,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
  ],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
  host: { '(window:keydown)': 'hearKey($event)' },
})
export class Shell {
  private readonly injector = inject(Injector);
  private readonly router = inject(Router);
  protected readonly session = inject(Session);
  protected readonly theme = inject(Theme);
  protected readonly live = inject(LiveNow);
  protected readonly navigation = inject(Navigation);

  protected readonly narrow = toSignal(
    inject(BreakpointObserver)
      .observe(NARROW)
      .pipe(map(({ matches }) => matches)),
    { initialValue: matchMedia(NARROW).matches },
  );
  private readonly collapsedChoice = signal(localStorage.getItem(COLLAPSED_KEY) === 'collapsed');
  protected readonly collapsed = computed(() => this.collapsedChoice() && !this.narrow());
  protected readonly drawerOpen = signal(false);
  protected readonly themeIcon = computed(() => `theme-${this.theme.choice()}`);
  protected readonly searchKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';

  constructor() {
    useIcons({
      ...this.navigation.icons,
      account_circle: accountIcon,
      devices: devicesIcon,
      collapse: collapseIcon,
      expand: expandIcon,
      logout: signOutIcon,
      menu: menuIcon,
      password: passwordIcon,
      search: searchIcon,
      'theme-dark': darkIcon,
      'theme-light': lightIcon,
      'theme-system': autoIcon,
    });
    this.router.events
      .pipe(filter((event) => event instanceof NavigationEnd))
      .subscribe(() => this.drawerOpen.set(false));
  }

  protected turnNavigation(): void {
    this.collapsedChoice.update((collapsed) => !collapsed);
    localStorage.setItem(COLLAPSED_KEY, this.collapsedChoice() ? 'collapsed' : 'open');
  }

  protected hearKey(event: KeyboardEvent): void {
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.openSearch();
    } else if (event.key === 'Escape') this.drawerOpen.set(false);
  }

  protected async openSearch(): Promise<void> {
    const { QuickSearch } = await import('./quick-search');
    this.injector.get(QuickSearch).open();
  }

  protected async signOut(where: 'here' | 'everywhere'): Promise<void> {
    await this.session.signOut(where);
    await this.router.navigate(['/sign-in']);
  }
}
