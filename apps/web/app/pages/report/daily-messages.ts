import { ChangeDetectionStrategy, Component } from '@angular/core';
import { Daily } from './daily';
import { DAILY_MESSAGES } from './daily-source';

/** Messages counted by time, campaign, gateway, country or error code. */
@Component({
  selector: 'app-daily-messages',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Daily],
  template: `<app-daily [source]="source" />`,
})
export class DailyMessages {
  protected readonly source = DAILY_MESSAGES;
}
