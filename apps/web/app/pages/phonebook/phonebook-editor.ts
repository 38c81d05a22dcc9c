import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { ResourceEditor } from '@belltower/ui';
import { PhonebookApi } from './phonebook-api';

@Component({
  selector: 'app-phonebook-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, ResourceEditor, RouterLink],
  template: `
    <app-resource-editor
      [resource]="phonebooks"
      [id]="id()"
      purpose="A named list of contacts. Campaigns call or text the people in those they name."
    >
      @if (id()) {
        <a action matButton="outlined" routerLink="/contacts" [queryParams]="{ phonebookId: id() }">
          Open its contacts
        </a>
      }
    </app-resource-editor>
  `,
})
export class PhonebookEditor {
  readonly id = input<string>();

  protected readonly phonebooks = new PhonebookApi();
}
