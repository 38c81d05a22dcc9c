import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { ResourceEditor } from '@belltower/ui';
import { UserApi } from './user-api';

@Component({
  selector: 'app-user-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ResourceEditor],
  template: `
    <app-resource-editor
      [resource]="users"
      [id]="id()"
      purpose="Somebody who signs in to this account."
      [back]="['/settings/users']"
    />
  `,
})
export class UserEditor {
  readonly id = input<string>();

  protected readonly users = new UserApi();
}
