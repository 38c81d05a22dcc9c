import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { NoticeKind, NoticeView } from '@belltower/dto';
import { MENU, counted, Failure, Moment, Session, useIcons } from '@belltower/ui';
import bellIcon from '@material-symbols/svg-400/rounded/notifications.svg';
import { Notices } from './notices';

/** The bell of the top bar: how much happened without the person, and what, newest first. */
@Component({
  selector: 'app-notice-bell',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButtonModule, MatIconModule, MENU, Moment, RouterLink],
  template: `
    <button
      matIconButton
      [appMenuFor]="menu"
      [attr.aria-label]="label()"
      title="Notifications"
      (menuOpened)="read()"
    >
      <mat-icon svgIcon="notifications" />
      @if (notices.unseen(); as unseen) {
        <span class="count numeric" aria-hidden="true">{{ unseen > 98 ? '99+' : unseen }}</span>
      }
    </button>
    <app-menu #menu="appMenu" xPosition="before" class="notices">
      <div class="list">
        @if (failure(); as problem) {
          <app-failure [error]="problem" (retried)="read()" />
        } @else {
          @for (notice of shown(); track notice.id) {
            <a app-menu-item [routerLink]="placeOf(notice)">
              <span class="text">{{ notice.text }}</span>
              <span class="when muted"><app-moment [at]="notice.at" /></span>
            </a>
          } @empty {
            <p class="none muted">
              {{ shown() ? 'Nothing has happened without you so far.' : 'Reading…' }}
            </p>
          }
        }
      </div>
    </app-menu>
  `,
  styles: `
    button {
      position: relative;
    }
    .count {
      position: absolute;
      top: 4px;
      right: 2px;
      min-width: 16px;
      padding: 0 4px;
      border-radius: 999px;
      background: var(--mat-sys-error);
      color: var(--mat-sys-on-error);
      font-size: 11px;
      line-height: 16px;
      font-weight: 600;
    }
    .list {
      width: min(360px, 88vw);
      max-height: 60vh;
      overflow-y: auto;
    }
    .text,
    .when {
      display: block;
      white-space: normal;
    }
    .text {
      padding-top: 8px;
      line-height: 20px;
    }
    .when {
      padding-bottom: 8px;
      font-size: 12px;
    }
    .none {
      padding: 12px 16px;
    }
  `,
})
export class NoticeBell {
  protected readonly notices = inject(Notices);
  private readonly session = inject(Session);

  protected readonly shown = signal<readonly NoticeView[] | null>(null);
  protected readonly failure = signal<unknown>(null);
  protected readonly label = computed(() => {
    const unseen = this.notices.unseen();
    return unseen ? `Notifications, ${counted(unseen, 'new one', 'new ones')}` : 'Notifications';
  });

  constructor() {
    useIcons({ notifications: bellIcon });
  }

  protected async read(): Promise<void> {
    this.failure.set(null);
    try {
      this.shown.set(await this.notices.latest());
    } catch (problem) {
      this.failure.set(problem);
    }
  }

  /** Where what happened can be looked at. */
  protected placeOf({ kind, recordId }: NoticeView): readonly unknown[] {
    // The class of the contract would bring all of it into the first load; its texts are as good.
    switch (kind as `${NoticeKind}`) {
      case 'gateway-down':
      case 'gateway-up':
        return ['/gateways'];
      case 'import-ended':
        return this.session.can('import.write') ? ['/contacts/import', recordId] : ['/contacts'];
      case 'export-ended':
        return ['/exports'];
      default:
        return ['/campaigns', recordId];
    }
  }
}
