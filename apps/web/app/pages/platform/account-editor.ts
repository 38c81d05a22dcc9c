import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { ResourceEditor } from '@belltower/ui';
import { AccountApi } from './account-api';

@Component({
  selector: 'app-account-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ResourceEditor],
  template: `
    <app-resource-editor
      [resource]="accounts"
      [id]="id()"
      purpose="A customer and their limits. A blank limit is unlimited, 0 allows nothing."
      [back]="['/platform/accounts']"
    />
  `,
})
export class AccountEditor {
  readonly id = input<string>();

  protected readonly accounts = new AccountApi();
}
