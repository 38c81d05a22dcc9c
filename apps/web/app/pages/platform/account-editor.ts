import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { PageTabs, ResourceEditor } from '@belltower/ui';
import { AccountApi } from './account-api';
import { accountTabs } from './account-tabs';

@Component({
  selector: 'app-account-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [PageTabs, ResourceEditor],
  template: `
    <app-resource-editor
      [resource]="accounts"
      [id]="id()"
      purpose="A customer and their limits. A blank limit is unlimited, 0 allows nothing."
      [back]="['/platform/accounts']"
    >
      @if (id()) {
        <app-page-tabs [tabs]="tabs()" />
      }
    </app-resource-editor>
  `,
})
export class AccountEditor {
  readonly id = input<string>();

  protected readonly accounts = new AccountApi();
  protected readonly tabs = computed(() => accountTabs(this.id() ?? ''));
}
