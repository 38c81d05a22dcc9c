import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { Messages } from '@belltower/ui';

/** One line over every page about the state that the panel is in, and the way out of it. */
@Component({
  selector: 'app-banner',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule],
  template: `
    <p [title]="title() + ' ' + text()">
      <b>{{ title() }}</b> {{ text() }}
    </p>
    @if (action(); as words) {
      <button matButton type="button" [disabled]="busy()" (click)="act()">
        {{ busy() ? busyWords() : words }}
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 16px;
      min-height: 44px;
      padding: 2px 20px 2px 32px;
      background: var(--mat-sys-tertiary-container);
      color: var(--mat-sys-on-tertiary-container);
    }
    :host(.strong) {
      background: var(--mat-sys-inverse-surface);
      color: var(--mat-sys-inverse-on-surface);
    }
    p {
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    button {
      --mat-button-text-label-text-color: currentColor;
      flex: none;
    }
    @media (max-width: 959.98px) {
      :host {
        gap: 8px;
        padding: 2px 4px 2px 16px;
      }
    }
    @media print {
      :host {
        display: none;
      }
    }
  `,
})
export class Banner {
  readonly title = input.required<string>();
  readonly text = input.required<string>();
  /** The verb that leads out; without it the banner only tells. */
  readonly action = input<string | null>(null);
  readonly busyWords = input('Working…');
  /** Does it; what it throws is shown. */
  readonly leave = input.required<() => Promise<void>>();

  protected readonly busy = signal(false);
  private readonly messages = inject(Messages);

  protected async act(): Promise<void> {
    this.busy.set(true);
    try {
      await this.leave()();
    } catch (problem) {
      this.messages.fail(problem);
    }
    this.busy.set(false);
  }
}
