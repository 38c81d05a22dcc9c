import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { ResourceEditor } from '@belltower/ui';
import { PhonebookApi } from './phonebook-api';

@Component({
  selector: 'app-phonebook-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ResourceEditor],
  template: `
    <app-resource-editor
      [resource]="phonebooks"
      [id]="id()"
      purpose="A named list of contacts. Campaigns call the phonebooks they name."
    />
  `,
})
export class PhonebookEditor {
  readonly id = input<string>();

  protected readonly phonebooks = new PhonebookApi();
}
