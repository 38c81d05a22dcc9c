import { ChangeDetectionStrategy, Component } from '@angular/core';
import { ResourcePage } from '@belltower/ui';
import { PhonebookApi } from './phonebook-api';

@Component({
  selector: 'app-phonebooks',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ResourcePage],
  template: `
    <app-resource-page
      [resource]="phonebooks"
      purpose="Named lists of contacts. A campaign calls the phonebooks it names."
    />
  `,
})
export class Phonebooks {
  protected readonly phonebooks = new PhonebookApi();
}
