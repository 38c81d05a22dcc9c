import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { LimitUsageView } from '@belltower/dto';
import { Failure, PageHeader, PageTabs } from '@belltower/ui';
import { LimitUsage } from '../settings/limit-usage';
import { AccountApi } from './account-api';
import { accountTabs } from './account-tabs';

/** How far a customer is from their limits, for operators. */
@Component({
  selector: 'app-account-usage',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, LimitUsage, PageHeader, PageTabs],
  template: `
    <app-page-header
      [title]="account.hasValue() ? 'Limits of ' + account.value().name : 'Limits'"
      purpose="What this customer uses of what they may."
    />
    <app-page-tabs [tabs]="tabs()" />
    @if (usage.error(); as failure) {
      <app-failure [error]="failure" (retried)="usage.reload()" />
    } @else if (usage.hasValue()) {
      <app-limit-usage [usage]="usage.value()" />
    }
  `,
})
export class AccountUsage {
  readonly id = input.required<string>();

  private readonly accounts = new AccountApi();
  protected readonly account = this.accounts.resource(() => Number(this.id()));
  protected readonly usage = this.accounts.part<LimitUsageView[]>(() => Number(this.id()), 'usage');
  protected readonly tabs = computed(() => accountTabs(this.id()));
}
