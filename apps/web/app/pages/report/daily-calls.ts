import { ChangeDetectionStrategy, Component } from '@angular/core';
import { Daily } from './daily';
import { DAILY_CALLS } from './daily-source';

/** Calls counted by time, campaign, gateway or country. */
@Component({
  selector: 'app-daily-calls',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Daily],
  template: `<app-daily [source]="source" />`,
})
export class DailyCalls {
  protected readonly source = DAILY_CALLS;
}
