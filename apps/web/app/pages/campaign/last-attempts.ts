import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { type Dto, fieldsOf, PageQuery } from '@belltower/dto';
import { EmptyState, type Identified, RESOURCE_TABLE, type ResourceApi } from '@belltower/ui';

const PAGING = fieldsOf(PageQuery).map(({ name }) => name);

/** The last calls, or messages, of a campaign, coming in by themselves. */
@Component({
  selector: 'app-last-attempts',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, MatButtonModule, RESOURCE_TABLE, RouterLink],
  template: `
    <div class="head">
      <h2>Last {{ many() }}</h2>
      <a matButton [routerLink]="page()" [queryParams]="{ campaignId: campaignId(), period: 'all' }"
        >All {{ many() }}</a
      >
    </div>
    <app-resource-table
      [resource]="resource()"
      [fixed]="fixed()"
      [link]="target"
      place="memory"
      live="calls"
    >
      <ng-template empty>
        <app-empty-state [title]="'No ' + many() + ' yet'" [text]="none()" />
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
export class LastAttempts<TView extends Identified, TQuery extends PageQuery> {
  readonly campaignId = input.required<number>();
  readonly resource = input.required<ResourceApi<TView, TView, TQuery>>();
  /** Of the resource, by which its list is asked. */
  readonly query = input.required<Dto<TQuery>>();
  /** What they are called. */
  readonly many = input.required<string>();
  /** Of all of them. */
  readonly page = input.required<string>();
  /** When one comes to stand here. */
  readonly none = input.required<string>();

  // Named even while blank: what this page sets is no filter chip of the table. Filters are for the page of all.
  protected readonly fixed = computed(() => ({
    ...Object.fromEntries(
      fieldsOf(this.query())
        .filter(({ name }) => !PAGING.includes(name))
        .map(({ name }) => [name, '']),
    ),
    campaignId: this.campaignId(),
  }));
  protected readonly target = ({ id }: TView) => [this.page(), id];
}
