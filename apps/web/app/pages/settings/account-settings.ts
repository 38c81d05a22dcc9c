import { HttpClient, httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { AccountSettingsInput, fieldsOf } from '@belltower/dto';
import {
  API_ROOT,
  Failure,
  Messages,
  PageHeader,
  PageTabs,
  ResourceForm,
  Session,
} from '@belltower/ui';
import { firstValueFrom } from 'rxjs';
import { settingsTabs } from './settings-tabs';

/** What an owner decides for the whole account: its name, country and time zone. */
@Component({
  selector: 'app-account-settings',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, PageHeader, PageTabs, ResourceForm],
  template: `
    <app-page-header title="Settings" purpose="What holds for everybody in this account." />
    <app-page-tabs [tabs]="tabs()" />
    @if (account.error(); as failure) {
      <app-failure [error]="failure" (retried)="account.reload()" />
    } @else if (account.hasValue()) {
      <app-resource-form
        [dto]="dto"
        [value]="account.value()"
        [save]="save"
        [locked]="locked()"
        cancelLabel="Undo changes"
        (saved)="finish()"
        (cancelled)="account.reload()"
      />
    }
  `,
})
export class AccountSettings {
  private readonly http = inject(HttpClient);
  private readonly messages = inject(Messages);
  private readonly session = inject(Session);

  protected readonly dto = AccountSettingsInput;
  protected readonly tabs = settingsTabs();
  protected readonly account = httpResource<AccountSettingsInput>(() => `${API_ROOT}/account`);
  protected readonly locked = computed(() =>
    this.session.can('account.write')
      ? {}
      : Object.fromEntries(
          fieldsOf(AccountSettingsInput).map(({ name }) => [name, 'An owner can change this']),
        ),
  );
  protected readonly save = (input: AccountSettingsInput) =>
    firstValueFrom(this.http.put<AccountSettingsInput>(`${API_ROOT}/account`, input));

  protected async finish(): Promise<void> {
    this.messages.say('Saved');
    this.account.reload();
    // Times everywhere follow the zone, and the name stands in the menu.
    await this.session.reload();
  }
}
