import { ChangeDetectionStrategy, Component, contentChildren, inject, input } from '@angular/core';
import { MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { Channel, type Dto } from '@belltower/dto';
import { FieldTemplate, ResourceForm } from '@belltower/ui';
import { SimulatedMark } from './simulated-mark';
import type { TrialRun } from './trial-run';

/** The dialog of a test call or message: what it is, the form that it is asked with, and what happens as content. */
@Component({
  selector: 'app-trial-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatDialogModule, ResourceForm, SimulatedMark],
  template: `
    <h2 mat-dialog-title>{{ title() }}</h2>
    <mat-dialog-content>
      <p class="text">
        {{ about() }}
        @if (simulated()) {
          <app-simulated-mark [channel]="channel()" />
        }
      </p>
      @if (more()) {
        <p class="text muted">{{ more() }}</p>
      }
      <app-resource-form
        class="bare"
        [dto]="dto()"
        [save]="save()"
        [saveLabel]="run().again() ? verb() + ' again' : verb()"
        cancelLabel="Close"
        [templates]="templates()"
        (cancelled)="dialog.close()"
      >
        <ng-content />
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
export class TrialDialog<TInput extends object> {
  readonly title = input.required<string>();
  readonly about = input.required<string>();
  readonly more = input('');
  readonly channel = input<Channel>(Channel.Voice);
  /** Whether nobody is really reached. */
  readonly simulated = input.required<boolean>();
  readonly dto = input.required<Dto<TInput>>();
  readonly save = input.required<(input: TInput) => Promise<void>>();
  /** What it does, on its button. */
  readonly verb = input.required<string>();
  readonly run = input.required<Pick<TrialRun, 'again'>>();

  /** Of fields that the page draws itself. */
  protected readonly templates = contentChildren(FieldTemplate);
  protected readonly dialog = inject<MatDialogRef<unknown>>(MatDialogRef);
}
