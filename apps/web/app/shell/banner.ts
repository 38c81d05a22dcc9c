import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { Messages } from '@belltower/ui';

/** How one leaves the state that a banner tells of; what it throws is shown. */
export interface WayOut {
  label: string;
  /** Where there is no room for the label. */
  shortLabel: string;
  busyLabel: string;
  take: () => Promise<void>;
}

/** One line over every page about the state that the panel is in, and the ways out of it. */
@Component({
  selector: 'app-banner',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule],
  host: { role: 'region', '[attr.aria-label]': 'title()' },
  template: `
    <p [title]="title() + ' ' + text()">
      <b>{{ title() }}</b> {{ text() }}
    </p>
    <div class="ways">
      @for (way of ways(); track way.label) {
        <button
          matButton
          type="button"
          [disabled]="busy() !== null"
          [title]="way.label"
          (click)="take(way)"
        >
          @if (busy() === way) {
            {{ way.busyLabel }}
          } @else {
            <span class="long">{{ way.label }}</span>
            <span class="short">{{ way.shortLabel }}</span>
          }
        </button>
      }
    </div>
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
    .ways {
      display: flex;
      flex: none;
      gap: 4px;
    }
    .short {
      display: none;
    }
    button {
      --mat-button-text-label-text-color: currentColor;
    }
    @media (max-width: 959.98px) {
      :host {
        gap: 8px;
        padding: 2px 4px 2px 16px;
      }
    }
    @media (max-width: 599px) {
      .long {
        display: none;
      }
      .short {
        display: inline;
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
  readonly ways = input<readonly WayOut[]>([]);

  protected readonly busy = signal<WayOut | null>(null);
  private readonly messages = inject(Messages);

  protected async take(way: WayOut): Promise<void> {
    this.busy.set(way);
    try {
      await way.take();
    } catch (problem) {
      this.messages.fail(problem);
    }
    this.busy.set(null);
  }
}
