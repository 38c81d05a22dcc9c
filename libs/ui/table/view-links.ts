import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import groupIcon from '@material-symbols/svg-400/rounded/group.svg';
import { useIcons } from '../icon/use-icons';
import { SavedViews, showSame } from './saved-views';

/** The views that people have kept of a list, each a link; nothing while there are none. */
@Component({
  selector: 'app-view-links',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatIconModule, RouterLink],
  template: `
    @if (views().length) {
      <nav aria-label="Views of this list">
        <a [routerLink]="[]" [attr.aria-current]="isUsual() ? 'page' : null">As usual</a>
        @for (view of views(); track view.id) {
          <a
            [routerLink]="[]"
            [queryParams]="view.query"
            [attr.aria-current]="view.id === openId() ? 'page' : null"
            [title]="view.shared ? 'For everybody in the account' : 'Only you see this view'"
          >
            @if (view.shared) {
              <mat-icon svgIcon="group" aria-hidden="true" />
            }
            {{ view.name }}
          </a>
        }
      </nav>
    }
  `,
  styles: `
    nav {
      display: flex;
      gap: 4px;
      // Room for the ring around what has the focus.
      margin: -3px;
      padding: 3px;
      overflow-x: auto;
      scrollbar-width: none;
    }
    a {
      display: inline-flex;
      flex: none;
      align-items: center;
      gap: 6px;
      max-width: 32ch;
      height: 32px;
      padding: 0 12px;
      overflow: hidden;
      border-radius: 8px;
      color: var(--mat-sys-on-surface-variant);
      text-decoration: none;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    a:hover {
      background: color-mix(in srgb, currentcolor 8%, transparent);
    }
    a[aria-current] {
      background: var(--mat-sys-secondary-container);
      color: var(--mat-sys-on-secondary-container);
      font-weight: 550;
    }
    mat-icon {
      flex: none;
      width: 16px;
      height: 16px;
    }
    @media print {
      nav {
        display: none;
      }
    }
  `,
})
export class ViewLinks {
  /** Route of the list. */
  readonly list = input.required<string>();
  /** What the list shows just now. */
  readonly current = input.required<Readonly<Record<string, string>>>();
  /** Whether the address asks for nothing. */
  readonly isUsual = input.required<boolean>();

  private readonly saved = inject(SavedViews);
  protected readonly views = computed(() => this.saved.of(this.list()));
  protected readonly openId = computed(
    () => this.views().find(({ query }) => showSame(query, this.current()))?.id,
  );

  constructor() {
    useIcons({ group: groupIcon });
  }
}
