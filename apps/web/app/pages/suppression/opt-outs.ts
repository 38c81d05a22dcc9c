import { ChangeDetectionStrategy, Component } from '@angular/core';
import { EmptyState, PageTabs, RESOURCE_PAGE } from '@belltower/ui';
import { optOutApi, suppressionPlace } from './suppression-api';

/** Who asked not to be reached again. */
@Component({
  selector: 'app-opt-outs',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, PageTabs, RESOURCE_PAGE],
  template: `
    <app-resource-page
      [resource]="optOuts"
      title="Opt-outs"
      purpose="Who asked not to be reached again, by a key or a message. Nobody can delete them; only who sends START is written to again."
      [addable]="false"
      [link]="null"
    >
      <app-page-tabs [tabs]="tabs" label="Parts of do-not-call" />
      <ng-template empty>
        <app-empty-state
          title="Nobody has opted out"
          text="When somebody presses the opt-out key of a campaign, or replies STOP to a message, the number stands here within a second and is left alone."
        />
      </ng-template>
    </app-resource-page>
  `,
})
export class OptOuts {
  protected readonly optOuts = optOutApi();
  protected readonly tabs = suppressionPlace().tabs;
}
