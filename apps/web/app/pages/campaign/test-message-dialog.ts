import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { CampaignTestMessageInput, type CampaignView, Channel } from '@belltower/dto';
import { RESOURCE_FORM } from '@belltower/ui';
import { ContactPicker } from '../contact/contact-picker';
import { SimulatedMark } from '../gateway/simulated-mark';
import { TestMessageRun } from '../gateway/test-message-run';
import { TestMessageSteps } from '../gateway/test-message-steps';
import { CampaignApi } from './campaign-api';

/** Lets a person see a campaign's text on a phone before anybody gets it. */
@Component({
  selector: 'app-campaign-test-message',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    ContactPicker,
    FormField,
    MatDialogModule,
    RESOURCE_FORM,
    SimulatedMark,
    TestMessageSteps,
  ],
  template: `
    <h2 mat-dialog-title>Test message of “{{ campaign.name }}”</h2>
    <mat-dialog-content>
      <p class="text">
        One message to one number, as people would get it, at any hour. What becomes of it is shown
        for up to a minute.
        @if (campaign.simulated) {
          <app-simulated-mark [channel]="channel" />
        }
      </p>
      <p class="text muted">
        It counts nowhere, and stands in no report. Numbers that must not be texted are not texted
        for a test either.
      </p>
      <app-resource-form
        class="bare"
        [dto]="dto"
        [save]="send"
        [saveLabel]="run.again() ? 'Send again' : 'Send'"
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
        @if (run.result(); as message) {
          <p class="sent" aria-label="What was sent">{{ message.text }}</p>
        }
        <app-test-message-steps [run]="run" />
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
  protected readonly dialog = inject<MatDialogRef<unknown>>(MatDialogRef);
  protected readonly channel = Channel.Sms;
  protected readonly dto = CampaignTestMessageInput;
  protected readonly run = new TestMessageRun();
  private readonly api = new CampaignApi();
  /** Where it texts several, anybody may be chosen. */
  protected readonly phonebookId =
    this.campaign.phonebookIds.length === 1 ? this.campaign.phonebookIds[0]! : null;

  protected readonly send = (input: CampaignTestMessageInput): Promise<void> =>
    this.run.follow(this.api.testMessage(this.campaign.id, input));
}
