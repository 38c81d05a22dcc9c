import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component } from '@angular/core';
import type { LimitUsageView } from '@belltower/dto';
import { API_ROOT, Failure, PageHeader, PageTabs } from '@belltower/ui';
import { LimitUsage } from './limit-usage';
import { settingsTabs } from './settings-tabs';

/** What the account may use, and how much of it is used. */
@Component({
  selector: 'app-limits',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, LimitUsage, PageHeader, PageTabs],
  template: `
    <app-page-header
      title="Limits"
      purpose="What this account uses of what it may. The people who run this installation set the limits."
    />
    <app-page-tabs [tabs]="tabs()" />
    @if (usage.error(); as failure) {
      <app-failure [error]="failure" (retried)="usage.reload()" />
    } @else if (usage.hasValue()) {
      <app-limit-usage [usage]="usage.value()" />
    }
  `,
})
export class Limits {
  protected readonly tabs = settingsTabs();
  protected readonly usage = httpResource<LimitUsageView[]>(() => `${API_ROOT}/account/usage`);
}
