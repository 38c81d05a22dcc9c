import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { Channel } from '@belltower/dto';

/** Stands wherever a gateway shows that reaches nobody. */
@Component({
  selector: 'app-simulated-mark',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `Simulated: {{ channel() === 'sms' ? 'texts' : 'calls' }} nobody`,
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
export class SimulatedMark {
  readonly channel = input<Channel>(Channel.Voice);
}
