import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { ResourceEditor } from '@belltower/ui';
import { suppressionPlace } from './suppression-api';

@Component({
  selector: 'app-suppression-list-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ResourceEditor],
  template: `
    <app-resource-editor
      [resource]="place.lists"
      [id]="id()"
      [purpose]="purpose"
      [back]="['/' + place.base, 'lists']"
    />
  `,
})
export class SuppressionListEditor {
  readonly id = input<string>();

  protected readonly place = suppressionPlace();
  protected readonly purpose = this.place.isPlatform
    ? 'Numbers on it are not called or texted by any campaign of any account.'
    : 'No campaign calls or texts its numbers, or none that names the list.';
}
