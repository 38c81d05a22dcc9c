import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { Chart } from '@belltower/ui';

/** A minute, and how many attempts there were in it. */
export interface Minute {
  minute: string;
  all: number;
  good: number;
}

/** Attempts of the last hour, minute by minute, those that went well apart. */
@Component({
  selector: 'app-minutes-chart',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Chart],
  template: `<app-chart [label]="label()" [categories]="names()" [series]="series()" />`,
  styles: `
    :host {
      display: block;
      padding: 16px;
      min-width: 0;
    }
  `,
})
export class MinutesChart {
  readonly label = input.required<string>();
  readonly minutes = input.required<readonly Minute[]>();
  readonly timeZone = input.required<string>();
  /** Words for those that went well, and for the others. */
  readonly good = input.required<string>();
  readonly others = input.required<string>();

  protected readonly names = computed(() => {
    const format = new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: this.timeZone(),
    });
    return this.minutes().map(({ minute }) => format.format(new Date(minute)));
  });
  protected readonly series = computed(() => [
    {
      name: this.good(),
      tone: 'green' as const,
      values: this.minutes().map(({ good }) => good),
    },
    {
      name: this.others(),
      tone: 'slate' as const,
      values: this.minutes().map(({ all, good }) => all - good),
    },
  ]);
}
