import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatIconModule } from '@angular/material/icon';
import { LookIcons } from './look-icons';
import { lookOf } from './looks';

/** A status or disposition: its colour, its icon, its word, the same on every screen. */
@Component({
  selector: 'app-status-chip',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatIconModule],
  template: `
    <span [class]="'chip tone-' + look().tone" [class.live]="look().live" [title]="hint()">
      <i aria-hidden="true">
        @if (ready()) {
          <mat-icon [svgIcon]="look().icon" />
        }
      </i>
      <span>{{ look().word }}</span>
    </span>
  `,
  styles: `
    .chip {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      padding: 1px 8px 1px 5px;
      border-radius: 999px;
      font-size: 12px;
      line-height: 20px;
      font-weight: 550;
      white-space: nowrap;
      color: var(--tone-ink);
      background: var(--tone-wash);
    }
    i,
    mat-icon {
      display: block;
      width: 16px;
      height: 16px;
      flex: none;
      color: var(--tone);
    }
    @media (prefers-reduced-motion: no-preference) {
      .live mat-icon {
        animation: pulse 2s ease-in-out infinite;
      }
    }
    @keyframes pulse {
      50% {
        opacity: 0.35;
      }
    }
  `,
})
export class StatusChip {
  readonly status = input.required<string>();
  /** Shown on hover: why it is so. */
  readonly hint = input('');

  protected readonly look = computed(() => lookOf(this.status()));
  protected readonly ready = inject(LookIcons).ready;
}
