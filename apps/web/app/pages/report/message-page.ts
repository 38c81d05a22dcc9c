import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { AttemptPage } from './attempt-page';
import { MessageDetails } from './message-details';
import { messagesApi } from './messages-api';

/** One message as a page of its own. */
@Component({
  selector: 'app-message-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [AttemptPage, MessageDetails],
  template: `
    <app-attempt-page [resource]="messages" [id]="id()">
      <ng-template let-message><app-message-details [message]="message" /></ng-template>
    </app-attempt-page>
  `,
})
export class MessagePage {
  /** From the route. */
  readonly id = input.required<string>();

  protected readonly messages = messagesApi();
}
