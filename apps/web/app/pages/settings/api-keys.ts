import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { ApiKeyInput, ApiKeyView, NewApiKeyView } from '@belltower/dto';
import {
  Confirm,
  EmptyState,
  FormDialog,
  Messages,
  PageTabs,
  RESOURCE_PAGE,
  ResourcePage,
  Session,
  useIcons,
} from '@belltower/ui';
import addIcon from '@material-symbols/svg-400/rounded/add.svg';
import revokeIcon from '@material-symbols/svg-400/rounded/key_off.svg';
import { ApiKeyApi } from './api-key-api';
import { SecretOnce } from './secret-once';
import { settingsTabs } from './settings-tabs';

/** Keys with which programs work in this account. */
@Component({
  selector: 'app-api-keys',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EmptyState, MatButtonModule, MatIconModule, PageTabs, RESOURCE_PAGE],
  template: `
    <app-resource-page
      [resource]="keys"
      [addable]="false"
      [link]="null"
      purpose="For programs that work in this account, such as your website. Each can do what its role allows."
    >
      <a action matButton="outlined" href="/api/docs" target="_blank">API documentation</a>
      <button action matButton="filled" (click)="create()">
        <mat-icon svgIcon="add" />New API key
      </button>
      <app-page-tabs [tabs]="tabs()" />
      <ng-template cell="prefix" let-row
        ><code>{{ row.prefix }}…</code></ng-template
      >
      <ng-template actions let-row>
        <button matIconButton [attr.aria-label]="'Revoke ' + row.name" (click)="revoke(row)">
          <mat-icon svgIcon="key_off" />
        </button>
      </ng-template>
      <ng-template empty>
        <app-empty-state
          title="No API keys"
          text="A program needs one to use the API on this account’s behalf. Nothing else needs any."
        >
          <button matButton="filled" (click)="create()">New API key</button>
        </app-empty-state>
      </ng-template>
    </app-resource-page>
  `,
})
export class ApiKeys {
  protected readonly keys = new ApiKeyApi();
  protected readonly tabs = settingsTabs();
  private readonly confirm = inject(Confirm);
  private readonly dialog = inject(FormDialog);
  private readonly messages = inject(Messages);
  private readonly secrets = inject(SecretOnce);
  private readonly session = inject(Session);
  private readonly page = viewChild.required(ResourcePage);

  constructor() {
    useIcons({ add: addIcon, key_off: revokeIcon });
  }

  protected async create(): Promise<void> {
    let made: NewApiKeyView | undefined;
    const saved = await this.dialog.ask({
      title: 'New API key',
      dto: ApiKeyInput,
      omit: this.session.me()?.operator ? [] : ['operator'],
      saveLabel: 'Create key',
      save: async (input) => (made = await this.keys.post<NewApiKeyView>('', input)),
    });
    if (!saved || !made) return;
    this.page().reload();
    this.secrets.show({
      title: `Key of “${made.name}”`,
      text: 'Copy it now: it is shown this once. Whoever has it can do what its role allows.',
      value: made.token,
    });
  }

  protected async revoke(row: ApiKeyView): Promise<void> {
    const agreed = await this.confirm.ask({
      title: `Revoke “${row.name}”?`,
      text: 'The program that uses it is refused from now on. This cannot be undone.',
      action: 'Revoke',
      danger: true,
    });
    if (!agreed) return;
    try {
      await this.keys.remove(row.id);
      this.messages.say('The key is revoked');
      this.page().reload();
    } catch (problem) {
      this.messages.fail(problem);
    }
  }
}
