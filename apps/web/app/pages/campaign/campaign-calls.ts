import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { CallQuery, type CallView, fieldsOf, PageQuery } from '@belltower/dto';
import { EmptyState, RESOURCE_TABLE } from '@belltower/ui';
import { callsApi } from '../report/calls-api';

const PAGING = fieldsOf(PageQuery).map(({ name }) => name);
const NO_FILTERS = Object.fromEntries(
  fieldsOf(CallQuery)
    .filter(({ name }) => !PAGING.includes(name))
    .map(({ name }) => [name, '']),
);

/** The last calls of a campaign, coming in by themselves. */
@Component({
  selector: 'app-campaign-calls',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, MatButtonModule, RESOURCE_TABLE, RouterLink],
  template: `
    <div class="head">
      <h2>Last calls</h2>
      <a matButton routerLink="/calls" [queryParams]="{ campaignId: campaignId(), period: 'all' }"
        >All calls</a
      >
    </div>
    <app-resource-table
      [resource]="calls"
      [fixed]="fixed()"
      [link]="target"
      place="memory"
      live="calls"
    >
      <ng-template empty>
        <app-empty-state title="No calls yet" text="A call stands here as soon as it has ended." />
      </ng-template>
    </app-resource-table>
  `,
  styles: `
    :host {
      display: block;
      margin-top: 8px;
    }
    app-resource-table {
      --table-height: 400px;
    }
    .head {
      display: flex;
      align-items: center;
      justify-content: space-between;
      margin-bottom: 4px;
    }
  `,
})
export class CampaignCalls {
  readonly campaignId = input.required<number>();

  protected readonly calls = callsApi();
  // Named even while blank: what this page sets is no filter chip of the table. Filters are for the page of calls.
  protected readonly fixed = computed(() => ({ ...NO_FILTERS, campaignId: this.campaignId() }));
  protected readonly target = ({ id }: CallView) => ['/calls', id];
}
