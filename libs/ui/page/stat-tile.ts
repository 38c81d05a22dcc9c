import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** One figure with its name; a link or a comparison goes below it (projected). */
@Component({
  selector: 'app-stat-tile',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <span class="label">{{ label() }}</span>
    <span class="value numeric">{{ value() }}</span>
    <span class="below muted"><ng-content /></span>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-width: 0;
      padding: 16px;
      background: var(--mat-sys-surface-container-low);
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 12px;
    }
    .label {
      color: var(--mat-sys-on-surface-variant);
    }
    .value {
      font-size: 28px;
      line-height: 36px;
      font-weight: 650;
      letter-spacing: -0.02em;
      overflow-wrap: anywhere;
    }
    .below {
      font-size: 12px;
    }
    .below:empty {
      display: none;
    }
  `,
})
export class StatTile {
  readonly label = input.required<string>();
  readonly value = input.required<string>();
}
