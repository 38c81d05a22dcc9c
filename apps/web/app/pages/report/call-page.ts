import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { AttemptPage } from './attempt-page';
import { CallDetails } from './call-details';
import { callsApi } from './calls-api';

/** One call as a page of its own. */
@Component({
  selector: 'app-call-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [AttemptPage, CallDetails],
  template: `
    <app-attempt-page #page [resource]="calls" [id]="id()">
      <ng-template let-call>
        <app-call-details [call]="call" (changed)="page.reload()" />
      </ng-template>
    </app-attempt-page>
  `,
})
export class CallPage {
  /** From the route. */
  readonly id = input.required<string>();

  protected readonly calls = callsApi();
}
