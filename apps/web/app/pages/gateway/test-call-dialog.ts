import { ChangeDetectionStrategy, Component, inject, Injectable, signal } from '@angular/core';
import {
  MAT_DIALOG_DATA,
  MatDialog,
  MatDialogModule,
  MatDialogRef,
} from '@angular/material/dialog';
import { GatewayView, TestCallEventView, TestCallInput, TestCallView } from '@belltower/dto';
import { lookOf, ResourceForm, StatusChip, titled } from '@belltower/ui';
import { GatewayApi } from './gateway-api';
import { SimulatedMark } from './simulated-mark';

interface Trial {
  api: GatewayApi;
  gateway: Pick<GatewayView, 'id' | 'name' | 'simulated'>;
}

@Component({
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatDialogModule, ResourceForm, SimulatedMark, StatusChip],
  template: `
    <h2 mat-dialog-title>Test call over “{{ trial.gateway.name }}”</h2>
    <mat-dialog-content>
      <p class="text">
        One call to one number; it stands in no report. It takes up to a minute.
        @if (trial.gateway.simulated) {
          <app-simulated-mark />
        }
      </p>
      <app-resource-form
        class="bare"
        [dto]="dto"
        [save]="call"
        [saveLabel]="result() ? 'Call again' : 'Call'"
        cancelLabel="Close"
        (cancelled)="dialog.close()"
      >
        @if (result(); as call) {
          <section class="panel" aria-live="polite">
            <h3>
              <app-status-chip [status]="call.disposition" />
              <span class="muted numeric">{{ codes(call) }}</span>
            </h3>
            <ol>
              @for (event of call.events; track $index) {
                <li>
                  <span class="muted numeric">{{ event.afterSeconds.toFixed(1) }} s</span>
                  {{ wordsFor(event) }}
                </li>
              }
            </ol>
          </section>
        }
      </app-resource-form>
    </mat-dialog-content>
  `,
  styles: `
    .text {
      margin-bottom: 16px;
    }
    section {
      padding: 12px 16px;
    }
    h3 {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      font-size: 14px;
      font-weight: 400;
    }
    ol {
      display: grid;
      gap: 4px;
      margin: 12px 0 0;
      padding: 0;
      list-style: none;
    }
    li span {
      display: inline-block;
      width: 64px;
      padding-right: 12px;
      text-align: right;
    }
  `,
})
class TestCallDialog {
  protected readonly trial = inject<Trial>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<unknown>>(MatDialogRef);
  protected readonly dto = TestCallInput;
  protected readonly result = signal<TestCallView | null>(null);

  protected readonly call = async (input: TestCallInput): Promise<void> => {
    this.result.set(null);
    const { api, gateway } = this.trial;
    this.result.set(await api.action<TestCallView>(gateway.id, 'test-call', input));
  };

  protected codes({ dialled, sipStatus, q850 }: TestCallView): string {
    const codes = [sipStatus && `SIP ${sipStatus}`, q850 !== null && `Q.850 ${q850}`];
    return [`dialled ${dialled}`, ...codes].filter(Boolean).join(' · ');
  }

  protected wordsFor({ event, detail }: TestCallEventView): string {
    if (event === 'digit') return `Key ${detail} pressed`;
    if (event === 'machine') return lookOf(event).word;
    return detail ? `${titled(event)} (${detail})` : titled(event);
  }
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
