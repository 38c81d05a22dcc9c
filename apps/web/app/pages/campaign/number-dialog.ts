import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import type { SubscriberView } from '@belltower/dto';
import { NumberAnswer } from './number-answer';
import { panelWords } from './panel-words';

/** Answers for one subscriber why it is not called. */
@Component({
  selector: 'app-number-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatDialogModule, NumberAnswer],
  template: `
    <h2 mat-dialog-title>Why is it not {{ called }}?</h2>
    <mat-dialog-content>
      <p class="muted">
        In “{{ row.campaignName }}”{{ row.contactName ? ', ' + row.contactName : '' }}
      </p>
      <app-number-answer
        [campaignId]="row.campaignId"
        [channel]="row.channel"
        [number]="row.number"
      />
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton mat-dialog-close cdkFocusInitial>Close</button>
    </mat-dialog-actions>
  `,
  styles: `
    app-number-answer {
      display: block;
      margin-top: 16px;
    }
  `,
})
export class NumberDialog {
  protected readonly row = inject<SubscriberView>(MAT_DIALOG_DATA);
  protected readonly called = panelWords(this.row).called;
}
