import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MAT_DIALOG_DATA } from '@angular/material/dialog';
import { Channel, TestMessageInput } from '@belltower/dto';
import type { GatewayToTry } from './gateway-trial';
import { TestMessageRun } from './test-message-run';
import { TestMessageSteps } from './test-message-steps';
import { TrialDialog } from './trial-dialog';

/** Lets a person try a gateway with one message, and shows what became of it. */
@Component({
  selector: 'app-test-message',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [TestMessageSteps, TrialDialog],
  template: `
    <app-trial-dialog
      [title]="'Test message over “' + trial.gateway.name + '”'"
      about="One message to one number; it stands in no report. What becomes of it is shown for up to a minute."
      [channel]="channel"
      [simulated]="trial.gateway.simulated"
      [dto]="dto"
      [save]="send"
      verb="Send"
      [run]="run"
    >
      <app-test-message-steps [run]="run" />
    </app-trial-dialog>
  `,
})
export class TestMessageDialog {
  protected readonly trial = inject<GatewayToTry>(MAT_DIALOG_DATA);
  protected readonly channel = Channel.Sms;
  protected readonly dto = TestMessageInput;
  protected readonly run = new TestMessageRun();

  protected readonly send = (input: TestMessageInput): Promise<void> => {
    const { api, gateway } = this.trial;
    return this.run.follow(api.testMessage(gateway.id, input));
  };
}
