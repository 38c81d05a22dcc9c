import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { fieldsOf, ReportQuery } from '@belltower/dto';
import { FilterBar } from '@belltower/ui';
import type { ReportState } from '../report/report-state';

/** What the dashboard can be narrowed to. */
@Component({
  selector: 'app-dashboard-filters',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FilterBar],
  template: `
    <app-filter-bar
      [specs]="specs"
      [values]="state().filters()"
      (changed)="state().write($event)"
      (cleared)="state().write({ campaignId: '' })"
    />
  `,
})
export class DashboardFilters {
  readonly state = input.required<ReportState>();

  protected readonly specs = fieldsOf(ReportQuery).filter(({ name }) => name === 'campaignId');
}
