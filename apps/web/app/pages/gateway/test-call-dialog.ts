import { ChangeDetectionStrategy, Component, inject, Injectable } from '@angular/core';
import {
  MAT_DIALOG_DATA,
  MatDialog,
  MatDialogModule,
  MatDialogRef,
} from '@angular/material/dialog';
import { GatewayView, TestCallInput } from '@belltower/dto';
import { ResourceForm } from '@belltower/ui';
import { GatewayApi } from './gateway-api';
import { SimulatedMark } from './simulated-mark';
import { TestCallRun } from './test-call-run';
import { TestCallSteps } from './test-call-steps';

interface Trial {
  api: GatewayApi;
  gateway: Pick<GatewayView, 'id' | 'name' | 'simulated'>;
}

@Component({
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatDialogModule, ResourceForm, SimulatedMark, TestCallSteps],
  template: `
    <h2 mat-dialog-title>Test call over “{{ trial.gateway.name }}”</h2>
    <mat-dialog-content>
      <p class="text">
        One call to one number; it stands in no report. It rings for half a minute at most, and
        talks for twenty seconds.
        @if (trial.gateway.simulated) {
          <app-simulated-mark />
        }
      </p>
      <app-resource-form
        class="bare"
        [dto]="dto"
        [save]="call"
        [saveLabel]="run.again() ? 'Call again' : 'Call'"
        cancelLabel="Close"
        (cancelled)="dialog.close()"
      >
        <app-test-call-steps [run]="run" />
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
class TestCallDialog {
  protected readonly trial = inject<Trial>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<unknown>>(MatDialogRef);
  protected readonly dto = TestCallInput;
  protected readonly run = new TestCallRun();

  protected readonly call = (input: TestCallInput): Promise<void> => {
    const { api, gateway } = this.trial;
    return this.run.follow(api.testCall(gateway.id, input));
  };
}

/** Lets a person try a gateway with one call, and shows what became of it. */
@Injectable({ providedIn: 'root' })
export class TestCall {
  private readonly dialog = inject(MatDialog);

  open(api: GatewayApi, gateway: Trial['gateway']): void {
    this.dialog.open<TestCallDialog, Trial>(TestCallDialog, {
      data: { api, gateway },
      width: '520px',
      maxWidth: '96vw',
    });
  }
}
