import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MAT_DIALOG_DATA } from '@angular/material/dialog';
import { CampaignTestMessageInput, type CampaignView, Channel } from '@belltower/dto';
import { FieldTemplate } from '@belltower/ui';
import { ContactPicker } from '../contact/contact-picker';
import { TestMessageRun } from '../gateway/test-message-run';
import { TestMessageSteps } from '../gateway/test-message-steps';
import { TrialDialog } from '../gateway/trial-dialog';
import { CampaignApi } from './campaign-api';
import { onlyPhonebookOf } from './only-phonebook';

/** Lets a person see a campaign's text on a phone before anybody gets it. */
@Component({
  selector: 'app-campaign-test-message',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ContactPicker, FieldTemplate, FormField, TestMessageSteps, TrialDialog],
  template: `
    <app-trial-dialog
      [title]="'Test message of “' + campaign.name + '”'"
      about="One message to one number, as people would get it, at any hour. What becomes of it is shown for up to a minute."
      more="It counts nowhere, and stands in no report. Numbers that must not be texted are not texted for a test either."
      [channel]="channel"
      [simulated]="campaign.simulated"
      [dto]="dto"
      [save]="send"
      verb="Send"
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
      @if (run.result(); as message) {
        <p class="sent" dir="auto" aria-label="What was sent">{{ message.text }}</p>
      }
      <app-test-message-steps [run]="run" />
    </app-trial-dialog>
  `,
  styles: `
    .sent {
      padding: 10px 14px;
      border-radius: 12px;
      background: var(--mat-sys-surface-container);
      overflow-wrap: anywhere;
      white-space: pre-line;
    }
  `,
})
export class CampaignTestMessage {
  protected readonly campaign = inject<CampaignView>(MAT_DIALOG_DATA);
  protected readonly channel = Channel.Sms;
  protected readonly dto = CampaignTestMessageInput;
  protected readonly run = new TestMessageRun();
  protected readonly phonebookId = onlyPhonebookOf(this.campaign);
  private readonly api = new CampaignApi();

  protected readonly send = (input: CampaignTestMessageInput): Promise<void> =>
    this.run.follow(this.api.testMessage(this.campaign.id, input));
}
