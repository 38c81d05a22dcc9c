import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MAT_DIALOG_DATA } from '@angular/material/dialog';
import { TestCallInput } from '@belltower/dto';
import type { GatewayToTry } from './gateway-trial';
import { TestCallRun } from './test-call-run';
import { TestCallSteps } from './test-call-steps';
import { TrialDialog } from './trial-dialog';

/** Lets a person try a gateway with one call, and shows what became of it. */
@Component({
  selector: 'app-test-call',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [TestCallSteps, TrialDialog],
  template: `
    <app-trial-dialog
      [title]="'Test call over “' + trial.gateway.name + '”'"
      about="One call to one number; it stands in no report. It rings for half a minute at most, and talks for twenty seconds."
      [simulated]="trial.gateway.simulated"
      [dto]="dto"
      [save]="call"
      verb="Call"
      [run]="run"
    >
      <app-test-call-steps [run]="run" />
    </app-trial-dialog>
  `,
})
export class TestCallDialog {
  protected readonly trial = inject<GatewayToTry>(MAT_DIALOG_DATA);
  protected readonly dto = TestCallInput;
  protected readonly run = new TestCallRun();

  protected readonly call = (input: TestCallInput): Promise<void> => {
    const { api, gateway } = this.trial;
    return this.run.follow(api.testCall(gateway.id, input));
  };
}
