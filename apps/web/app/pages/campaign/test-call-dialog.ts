import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { CampaignTestCallInput, type CampaignView } from '@belltower/dto';
import { RESOURCE_FORM } from '@belltower/ui';
import { ContactPicker } from '../contact/contact-picker';
import { SimulatedMark } from '../gateway/simulated-mark';
import { TestCallRun } from '../gateway/test-call-run';
import { TestCallSteps } from '../gateway/test-call-steps';
import { CampaignApi } from './campaign-api';

/** Lets a person hear a campaign before anybody is called: one call, with all that a real one does. */
@Component({
  selector: 'app-campaign-test-call',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ContactPicker, FormField, MatDialogModule, RESOURCE_FORM, SimulatedMark, TestCallSteps],
  template: `
    <h2 mat-dialog-title>Test call of “{{ campaign.name }}”</h2>
    <mat-dialog-content>
      <p class="text">
        One call to one number, with everything that people would hear and all that their keys do,
        at any hour.
        @if (campaign.simulated) {
          <app-simulated-mark />
        }
      </p>
      <p class="text muted">
        It counts nowhere: it stands in no report, nobody is opted out by it, and neither answers
        nor recordings are kept. Numbers that must not be called are not called for a test either.
      </p>
      <app-resource-form
        class="bare"
        [dto]="dto"
        [save]="call"
        [saveLabel]="run.again() ? 'Call again' : 'Call'"
        cancelLabel="Close"
        (cancelled)="dialog.close()"
      >
        <ng-template field="contactId" let-field let-spec="spec">
          <app-contact-picker
            [formField]="$any(field)"
            [label]="spec.label"
            [hint]="spec.hint ?? ''"
            [phonebookId]="phonebookId"
          />
        </ng-template>
        <app-test-call-steps [run]="run" />
      </app-resource-form>
    </mat-dialog-content>
  `,
  styles: `
    mat-dialog-content {
      max-height: 80vh;
    }
    .text {
      margin-bottom: 12px;
    }
  `,
})
export class CampaignTestCall {
  protected readonly campaign = inject<CampaignView>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<unknown>>(MatDialogRef);
  protected readonly dto = CampaignTestCallInput;
  protected readonly run = new TestCallRun();
  private readonly api = new CampaignApi();
  /** Where it calls several, anybody may be chosen. */
  protected readonly phonebookId =
    this.campaign.phonebookIds.length === 1 ? this.campaign.phonebookIds[0]! : null;

  protected readonly call = (input: CampaignTestCallInput): Promise<void> =>
    this.run.follow(this.api.testCall(this.campaign.id, input));
}
