import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { Messages, Session } from '@belltower/ui';

/** Says on every page that an operator works in somebody else's account, and leads back. */
@Component({
  selector: 'app-acting-banner',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule],
  template: `
    <p>
      You are signed in as <b>{{ session.me()?.accountName }}</b>. What you do is recorded there, in
      your name.
    </p>
    <button matButton type="button" [disabled]="busy()" (click)="leave()">
      {{ busy() ? 'Leaving…' : 'Back to my account' }}
    </button>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0 16px;
      padding: 4px 32px;
      background: var(--mat-sys-inverse-surface);
      color: var(--mat-sys-inverse-on-surface);
    }
    p {
      padding: 6px 0;
    }
    button {
      --mat-button-text-label-text-color: currentColor;
    }
    @media (max-width: 959.98px) {
      :host {
        padding: 4px 16px;
      }
    }
  `,
})
export class ActingBanner {
  protected readonly session = inject(Session);
  protected readonly busy = signal(false);
  private readonly messages = inject(Messages);

  protected async leave(): Promise<void> {
    this.busy.set(true);
    try {
      await this.session.stopActing();
      location.assign('/platform/accounts');
    } catch (problem) {
      this.messages.fail(problem);
      this.busy.set(false);
    }
  }
}
