import { ChangeDetectionStrategy, Component } from '@angular/core';
import { PageTabs } from '@belltower/ui';
import { settingsTabs } from './settings-tabs';
import { UserApi } from './user-api';
import { UserTable } from './user-table';

/** The people who sign in to this account. */
@Component({
  selector: 'app-users',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [PageTabs, UserTable],
  template: `
    <app-user-table
      [users]="users"
      base="settings/users"
      purpose="People who sign in. Owners manage users and keys, managers run campaigns, viewers only read."
    >
      <app-page-tabs [tabs]="tabs()" />
    </app-user-table>
  `,
})
export class Users {
  protected readonly users = new UserApi();
  protected readonly tabs = settingsTabs();
}
