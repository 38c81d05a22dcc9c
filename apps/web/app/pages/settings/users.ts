import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { UserView } from '@belltower/dto';
import { PageTabs, Removal, RESOURCE_PAGE, ResourcePage, Session, useIcons } from '@belltower/ui';
import deleteIcon from '@material-symbols/svg-400/rounded/delete.svg';
import { settingsTabs } from './settings-tabs';
import { UserApi } from './user-api';

/** The people who sign in to this account. */
@Component({
  selector: 'app-users',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule, PageTabs, RESOURCE_PAGE],
  template: `
    <app-resource-page
      [resource]="users"
      base="settings/users"
      purpose="People who sign in. Owners manage users and keys, managers run campaigns, viewers only read."
    >
      <app-page-tabs [tabs]="tabs()" />
      <ng-template actions let-row>
        @if (session.can('user.write') && row.id !== session.me()?.id) {
          <button matIconButton [attr.aria-label]="'Delete ' + row.name" (click)="remove(row)">
            <mat-icon svgIcon="delete" />
          </button>
        }
      </ng-template>
    </app-resource-page>
  `,
})
export class Users {
  protected readonly users = new UserApi();
  protected readonly session = inject(Session);
  protected readonly tabs = settingsTabs();
  private readonly removal = inject(Removal);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({ delete: deleteIcon });
  }

  protected async remove(row: UserView): Promise<void> {
    const takes = `${row.name} is signed out everywhere and cannot sign in any more. What they did stays.`;
    if (await this.removal.ask(this.users, row, takes)) this.page().reload();
  }
}
