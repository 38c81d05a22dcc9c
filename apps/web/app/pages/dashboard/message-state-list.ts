import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { Params } from '@angular/router';
import type { MessageCountsView } from '@belltower/dto';
import { MESSAGE_OUTCOMES } from '../report/outcome-series';
import { OutcomeList } from './outcome-list';

/** What became of messages: each state with its count, its share and a bar; a count leads to its messages. */
@Component({
  selector: 'app-message-state-list',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [OutcomeList],
  template: `
    <app-outcome-list
      heading="What became of messages"
      none="No messages in this period"
      list="/messages"
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
export class MessageStateList {
  readonly figures = input.required<MessageCountsView>();
  /** Query of the list of messages that the figures are of; null where none of them is kept any more. */
  readonly behind = input.required<Params | null>();

  protected readonly outcomes = MESSAGE_OUTCOMES;
}
