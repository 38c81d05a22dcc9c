import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { ResourceEditor } from '@belltower/ui';
import { SuppressionListApi } from './suppression-api';

@Component({
  selector: 'app-suppression-list-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ResourceEditor],
  template: `
    <app-resource-editor
      [resource]="lists"
      [id]="id()"
      purpose="Numbers on it are not called by every campaign, or by those that name the list."
      [back]="['/do-not-call/lists']"
    />
  `,
})
export class SuppressionListEditor {
  readonly id = input<string>();

  protected readonly lists = new SuppressionListApi();
}
