import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injector,
  input,
  runInInjectionContext,
} from '@angular/core';
import { PageTabs } from '@belltower/ui';
import { UserApi } from '../settings/user-api';
import { UserTable } from '../settings/user-table';
import { AccountApi } from './account-api';
import { accountTabs } from './account-tabs';

/** The users of a customer, for operators. */
@Component({
  selector: 'app-account-users',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [PageTabs, UserTable],
  template: `
    <app-user-table
      [users]="users()"
      [base]="'platform/accounts/' + id() + '/users'"
      [title]="title()"
      purpose="People who sign in to this account. What you change here is recorded there, in your name."
    >
      <app-page-tabs [tabs]="tabs()" />
    </app-user-table>
  `,
})
export class AccountUsers {
  readonly id = input.required<string>();

  private readonly injector = inject(Injector);
  private readonly account = new AccountApi().resource(() => Number(this.id()));

  protected readonly users = computed(() =>
    runInInjectionContext(this.injector, () => new UserApi(Number(this.id()))),
  );
  protected readonly tabs = computed(() => accountTabs(this.id()));
  protected readonly title = computed(() =>
    this.account.hasValue() ? `Users of ${this.account.value().name}` : 'Users',
  );
}
