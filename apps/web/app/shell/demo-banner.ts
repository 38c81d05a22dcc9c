import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { Confirm, Messages, Session } from '@belltower/ui';
import { Installation } from './installation';

/** Says on every page that the account is a demonstration, and removes it in one step. */
@Component({
  selector: 'app-demo-banner',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule],
  template: `
    <p><b>Demonstration.</b> People, numbers and calls here are made up; nobody is called.</p>
    @if (session.can('account.write') || session.can('platform.write')) {
      <button matButton type="button" [disabled]="busy()" (click)="remove()">
        {{ busy() ? 'Removing…' : 'Remove demo data' }}
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0 16px;
      padding: 4px 32px;
      background: var(--mat-sys-tertiary-container);
      color: var(--mat-sys-on-tertiary-container);
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
export class DemoBanner {
  protected readonly session = inject(Session);
  protected readonly busy = signal(false);
  private readonly confirm = inject(Confirm);
  private readonly installation = inject(Installation);
  private readonly messages = inject(Messages);

  protected async remove(): Promise<void> {
    const agreed = await this.confirm.ask({
      title: 'Remove the demo data?',
      text: 'The demonstration account goes with all its phonebooks, campaigns and history. Your own data stays.',
      action: 'Remove',
      danger: true,
    });
    if (!agreed) return;
    this.busy.set(true);
    try {
      await this.installation.removeDemo();
      // Whoever removed it is in another account now: nothing that was read before is true there.
      location.assign('/');
    } catch (problem) {
      this.messages.fail(problem);
      this.busy.set(false);
    }
  }
}
