import { ChangeDetectionStrategy, Component } from '@angular/core';

/** Stands wherever a gateway shows that reaches nobody. */
@Component({
  selector: 'app-simulated-mark',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: 'Simulated: calls nobody',
  styles: `
    :host {
      display: inline-block;
      padding: 1px 8px;
      border-radius: 999px;
      background: var(--mat-sys-tertiary-container);
      color: var(--mat-sys-on-tertiary-container);
      font-size: 12px;
      line-height: 18px;
      font-weight: 500;
      white-space: nowrap;
    }
  `,
})
export class SimulatedMark {}
