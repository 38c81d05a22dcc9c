import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MAT_DIALOG_DATA } from '@angular/material/dialog';
import { CampaignTestCallInput, type CampaignView } from '@belltower/dto';
import { FieldTemplate } from '@belltower/ui';
import { ContactPicker } from '../contact/contact-picker';
import { TestCallRun } from '../gateway/test-call-run';
import { TestCallSteps } from '../gateway/test-call-steps';
import { TrialDialog } from '../gateway/trial-dialog';
import { CampaignApi } from './campaign-api';
import { onlyPhonebookOf } from './only-phonebook';

/** Lets a person hear a campaign before anybody is called: one call, with all that a real one does. */
@Component({
  selector: 'app-campaign-test-call',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ContactPicker, FieldTemplate, FormField, TestCallSteps, TrialDialog],
  template: `
    <app-trial-dialog
      [title]="'Test call of “' + campaign.name + '”'"
      about="One call to one number, with everything that people would hear and all that their keys do, at any hour."
      more="It counts nowhere: it stands in no report, nobody is opted out by it, and neither answers nor recordings are kept. Numbers that must not be called are not called for a test either."
      [simulated]="campaign.simulated"
      [dto]="dto"
      [save]="call"
      verb="Call"
      [run]="run"
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
    </app-trial-dialog>
  `,
})
export class CampaignTestCall {
  protected readonly campaign = inject<CampaignView>(MAT_DIALOG_DATA);
  protected readonly dto = CampaignTestCallInput;
  protected readonly run = new TestCallRun();
  protected readonly phonebookId = onlyPhonebookOf(this.campaign);
  private readonly api = new CampaignApi();

  protected readonly call = (input: CampaignTestCallInput): Promise<void> =>
    this.run.follow(this.api.testCall(this.campaign.id, input));
}
