import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injector,
  input,
  runInInjectionContext,
} from '@angular/core';
import { ResourceEditor } from '@belltower/ui';
import { UserApi } from '../settings/user-api';

/** Somebody of a customer's account, for operators. */
@Component({
  selector: 'app-account-user-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ResourceEditor],
  template: `
    <app-resource-editor
      [resource]="users()"
      [id]="userId()"
      purpose="Somebody who signs in to this customer’s account."
      [back]="['/platform/accounts', id(), 'users']"
    />
  `,
})
export class AccountUserEditor {
  /** Of the account. */
  readonly id = input.required<string>();
  readonly userId = input<string>();

  private readonly injector = inject(Injector);

  protected readonly users = computed(() =>
    runInInjectionContext(this.injector, () => new UserApi(Number(this.id()))),
  );
}
