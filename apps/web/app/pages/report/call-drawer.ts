import { A11yModule } from '@angular/cdk/a11y';
import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { CallDetailView } from '@belltower/dto';
import { Failure, PhoneFormat, useIcons } from '@belltower/ui';
import closeIcon from '@material-symbols/svg-400/rounded/close.svg';
import openIcon from '@material-symbols/svg-400/rounded/open_in_full.svg';
import { CallDetails } from './call-details';
import { callsApi } from './calls-api';

/** One call beside the list, over the whole screen on a phone. Escape closes it. */
@Component({
  selector: 'app-call-drawer',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [A11yModule, CallDetails, Failure, MatButtonModule, MatIconModule, RouterLink],
  template: `
    <aside
      role="dialog"
      aria-labelledby="call-title"
      cdkTrapFocus
      cdkTrapFocusAutoCapture
      (keydown.escape)="closed.emit()"
    >
      <header>
        <h2 id="call-title" class="numeric">{{ title() }}</h2>
        <a matIconButton [routerLink]="['/calls', id()]" aria-label="Open as a page">
          <mat-icon svgIcon="open_in_full" />
        </a>
        <button matIconButton type="button" aria-label="Close" (click)="closed.emit()">
          <mat-icon svgIcon="close" />
        </button>
      </header>
      <div class="body" [attr.aria-busy]="call.isLoading()">
        @if (call.error(); as failure) {
          <app-failure [error]="failure" (retried)="call.reload()" />
        } @else if (call.hasValue()) {
          <app-call-details [call]="call.value()" />
        }
      </div>
    </aside>
  `,
  styles: `
    aside {
      position: fixed;
      inset: 0 0 0 auto;
      z-index: 20;
      display: flex;
      flex-direction: column;
      width: min(460px, 100vw);
      background: var(--mat-sys-surface-container-low);
      border-left: 1px solid var(--mat-sys-outline-variant);
      box-shadow: -8px 0 24px rgb(0 0 0 / 12%);
    }
    header {
      display: flex;
      align-items: center;
      gap: 4px;
      padding: 8px 8px 8px 20px;
      border-bottom: 1px solid var(--mat-sys-outline-variant);
    }
    h2 {
      flex: 1;
    }
    .body {
      flex: 1;
      padding: 20px;
      overflow-y: auto;
    }
    @media (max-width: 599px) {
      aside {
        width: 100vw;
        border: 0;
      }
    }
    @media print {
      aside {
        display: none;
      }
    }
  `,
})
export class CallDrawer {
  readonly id = input.required<number>();
  readonly closed = output();

  private readonly phone = inject(PhoneFormat);
  private readonly calls = callsApi();

  protected readonly call = httpResource<CallDetailView>(() => this.calls.url(this.id()));
  protected readonly title = computed(() =>
    this.call.hasValue() ? this.phone.format(this.call.value().number) : 'Call',
  );

  constructor() {
    useIcons({ close: closeIcon, open_in_full: openIcon });
  }
}
