import { ChangeDetectionStrategy, Component, inject, Injectable } from '@angular/core';
import {
  MAT_DIALOG_DATA,
  MatDialog,
  MatDialogModule,
  MatDialogRef,
} from '@angular/material/dialog';
import { Channel, GatewayView, TestMessageInput } from '@belltower/dto';
import { ResourceForm } from '@belltower/ui';
import { GatewayApi } from './gateway-api';
import { SimulatedMark } from './simulated-mark';
import { TestMessageRun } from './test-message-run';
import { TestMessageSteps } from './test-message-steps';

interface Trial {
  api: GatewayApi;
  gateway: Pick<GatewayView, 'id' | 'name' | 'simulated'>;
}

@Component({
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatDialogModule, ResourceForm, SimulatedMark, TestMessageSteps],
  template: `
    <h2 mat-dialog-title>Test message over “{{ trial.gateway.name }}”</h2>
    <mat-dialog-content>
      <p class="text">
        One message to one number; it stands in no report. What becomes of it is shown for up to a
        minute.
        @if (trial.gateway.simulated) {
          <app-simulated-mark [channel]="Channel.Sms" />
        }
      </p>
      <app-resource-form
        class="bare"
        [dto]="dto"
        [save]="send"
        [saveLabel]="run.again() ? 'Send again' : 'Send'"
        cancelLabel="Close"
        (cancelled)="dialog.close()"
      >
        <app-test-message-steps [run]="run" />
      </app-resource-form>
    </mat-dialog-content>
  `,
  styles: `
    mat-dialog-content {
      max-height: 80vh;
    }
    .text {
      margin-bottom: 16px;
    }
  `,
})
class TestMessageDialog {
  protected readonly trial = inject<Trial>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<unknown>>(MatDialogRef);
  protected readonly dto = TestMessageInput;
  protected readonly Channel = Channel;
  protected readonly run = new TestMessageRun();

  protected readonly send = (input: TestMessageInput): Promise<void> => {
    const { api, gateway } = this.trial;
    return this.run.follow(api.testMessage(gateway.id, input));
  };
}

/** Lets a person try a gateway with one message, and shows what became of it. */
@Injectable({ providedIn: 'root' })
export class TestMessage {
  private readonly dialog = inject(MatDialog);

  open(api: GatewayApi, gateway: Trial['gateway']): void {
    this.dialog.open<TestMessageDialog, Trial>(TestMessageDialog, {
      data: { api, gateway },
      width: '520px',
      maxWidth: '96vw',
    });
  }
}
