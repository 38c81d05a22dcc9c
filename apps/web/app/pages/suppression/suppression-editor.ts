import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { ResourceEditor } from '@belltower/ui';
import { SuppressionApi } from './suppression-api';

@Component({
  selector: 'app-suppression-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ResourceEditor],
  template: `
    <app-resource-editor
      [resource]="suppressions"
      [initial]="initial()"
      saveLabel="Add the number"
      purpose="It is not called any more from the moment you save."
      [back]="['/do-not-call']"
    />
  `,
})
export class SuppressionEditor {
  /** From the address, when a number is added to one list. */
  readonly listId = input<string>();

  protected readonly suppressions = new SuppressionApi();
  protected readonly initial = computed(() =>
    this.listId() ? { listId: Number(this.listId()) } : {},
  );
}
