import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { Params } from '@angular/router';
import type { CallFiguresView } from '@belltower/dto';
import { CALL_OUTCOMES } from '../report/outcome-series';
import { OutcomeList } from './outcome-list';

/** How calls ended: each disposition with its count, its share and a bar; a count leads to its calls. */
@Component({
  selector: 'app-disposition-list',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [OutcomeList],
  template: `
    <app-outcome-list
      heading="How calls ended"
      none="No calls in this period"
      list="/calls"
      [outcomes]="outcomes"
      [figures]="figures()"
      [behind]="behind()"
    />
  `,
  styles: `
    :host {
      display: block;
      padding: 16px;
    }
  `,
})
export class DispositionList {
  readonly figures = input.required<CallFiguresView>();
  /** Query of the list of calls that the figures are of; null where none of them is kept any more. */
  readonly behind = input.required<Params | null>();

  protected readonly outcomes = CALL_OUTCOMES;
}
