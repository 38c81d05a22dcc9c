import { A11yModule } from '@angular/cdk/a11y';
import { HttpClient } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injectable,
  resource,
  signal,
} from '@angular/core';
import { MatDialog, MatDialogRef } from '@angular/material/dialog';
import { MatIconModule } from '@angular/material/icon';
import { Router } from '@angular/router';
import type { CampaignView, ContactView, Page } from '@belltower/dto';
import { API_ROOT, Session } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';
import { Navigation } from './navigation';

/** Something that quick search leads to. */
interface Hit {
  kind: string;
  title: string;
  detail: string;
  link: readonly unknown[];
  query?: Readonly<Record<string, string>>;
}

const PAUSE_MS = 180;
const OFFERED = 6;

/** The box of quick search: a number, a name, a campaign or a page; arrows and enter choose. */
@Component({
  selector: 'app-quick-search-box',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [A11yModule, MatIconModule],
  template: `
    <label class="box">
      <mat-icon svgIcon="search" aria-hidden="true" />
      <input
        cdkFocusInitial
        role="combobox"
        aria-label="Search"
        aria-controls="quick-search-hits"
        aria-expanded="true"
        autocomplete="off"
        placeholder="A number, a name, a campaign, a page"
        [attr.aria-activedescendant]="hits().length ? 'hit-' + at() : null"
        (input)="type($any($event.target).value)"
        (keydown)="steer($event)"
      />
    </label>
    <div id="quick-search-hits" class="hits" role="listbox" aria-label="Found">
      @for (hit of hits(); track $index) {
        <button
          type="button"
          role="option"
          tabindex="-1"
          [id]="'hit-' + $index"
          [attr.aria-selected]="$index === at()"
          (mousemove)="chosen.set($index)"
          (click)="go(hit)"
        >
          <span class="kind muted">{{ hit.kind }}</span>
          <span class="title">{{ hit.title }}</span>
          <span class="muted">{{ hit.detail }}</span>
        </button>
      } @empty {
        <p class="none muted">{{ found.isLoading() ? 'Searching…' : 'Nothing found' }}</p>
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
    }
    .box {
      display: flex;
      align-items: center;
      gap: 12px;
      padding: 0 16px;
      border-bottom: 1px solid var(--mat-sys-outline-variant);
    }
    input {
      flex: 1;
      min-width: 0;
      height: 52px;
      border: 0;
      outline: none;
      background: none;
      color: inherit;
      font: inherit;
      font-size: 16px;
    }
    .hits {
      padding: 6px;
      max-height: 50vh;
      overflow: auto;
    }
    .hits button {
      display: flex;
      gap: 12px;
      width: 100%;
      padding: 8px 12px;
      border: 0;
      border-radius: 8px;
      background: none;
      color: inherit;
      font: inherit;
      text-align: left;
      cursor: pointer;
    }
    .hits button[aria-selected='true'] {
      background: var(--mat-sys-secondary-container);
    }
    .hits button[aria-selected='true'] .muted {
      color: inherit;
    }
    .kind {
      flex: none;
      width: 76px;
      font-size: 12px;
    }
    .title {
      flex: 1;
      overflow-wrap: anywhere;
      font-weight: 550;
    }
    .none {
      padding: 8px 12px;
    }
  `,
})
class QuickSearchBox {
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly navigation = inject(Navigation);
  private readonly dialog = inject(MatDialogRef);

  private readonly text = signal('');
  private timer?: ReturnType<typeof setTimeout>;
  protected readonly chosen = signal(0);

  protected readonly found = resource({
    params: () => this.text() || undefined,
    loader: ({ params }) => this.search(params),
  });
  private readonly pages = computed<Hit[]>(() => {
    const wanted = this.text().toLowerCase();
    return this.navigation
      .sections()
      .flatMap(({ group, links }) =>
        links.map(({ title, path }) => ({ kind: 'Page', title, detail: group, link: [path] })),
      )
      .filter(({ title }) => title.toLowerCase().includes(wanted));
  });
  protected readonly hits = computed(() => [
    ...(this.text() && this.found.hasValue() ? this.found.value() : []),
    ...this.pages(),
  ]);
  protected readonly at = computed(() =>
    Math.min(this.chosen(), Math.max(this.hits().length - 1, 0)),
  );

  protected type(text: string): void {
    clearTimeout(this.timer);
    this.chosen.set(0);
    this.timer = setTimeout(() => this.text.set(text.trim()), PAUSE_MS);
  }

  protected steer(event: KeyboardEvent): void {
    const hit = this.hits()[this.at()];
    if (event.key === 'Enter' && hit) this.go(hit);
    else if (event.key === 'ArrowDown') this.chosen.set((this.at() + 1) % this.hits().length);
    else if (event.key === 'ArrowUp') this.chosen.set(Math.max(this.at() - 1, 0));
    else return;
    event.preventDefault();
  }

  protected go({ link, query }: Hit): void {
    this.dialog.close();
    void this.router.navigate([...link], { queryParams: query });
  }

  /** Contacts by number or name, and campaigns; what the person may not see is not asked for. */
  private async search(text: string): Promise<Hit[]> {
    const isNumber = /^[+\d\s().-]{2,}$/.test(text);
    const [contacts, campaigns] = await Promise.all([
      this.ask<ContactView>(
        'contact.read',
        'contacts',
        isNumber ? { number: text } : { name: text },
      ),
      isNumber ? [] : this.ask<CampaignView>('campaign.read', 'campaigns', { q: text }),
    ]);
    return [
      ...campaigns.map(({ id, name, status }) => ({
        kind: 'Campaign',
        title: name,
        detail: status,
        link: ['/campaigns', id],
      })),
      ...contacts.map(({ id, number, firstName, lastName, phonebookName }) => ({
        kind: 'Contact',
        title: [firstName, lastName].filter(Boolean).join(' ') || number,
        detail: `${number} · ${phonebookName}`,
        link: ['/contacts', id],
      })),
      ...(isNumber && this.session.can('suppression.read') ? [checkOf(text)] : []),
    ];
  }

  private async ask<T>(
    permission: string,
    route: string,
    filters: Record<string, string>,
  ): Promise<T[]> {
    if (!this.session.can(permission)) return [];
    const request = this.http.get<Page<T>>(`${API_ROOT}/${route}`, {
      params: { ...filters, limit: OFFERED },
    });
    return (await firstValueFrom(request)).items;
  }
}

/** Whether a number may be called or texted is asked about any, known here or not. */
function checkOf(number: string): Hit {
  return {
    kind: 'Check',
    title: `May I call or text ${number}?`,
    detail: 'Lists, opt-outs, hours',
    link: ['/do-not-call/check'],
    query: { number },
  };
}

/** Opens the box of quick search, once at a time. */
@Injectable({ providedIn: 'root' })
export class QuickSearch {
  private readonly dialog = inject(MatDialog);
  private isOpen = false;

  open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.dialog
      .open(QuickSearchBox, { width: '600px', position: { top: '12vh' }, ariaLabel: 'Search' })
      .afterClosed()
      .subscribe(() => (this.isOpen = false));
  }
}
