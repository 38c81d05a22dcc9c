import { ChangeDetectionStrategy, Component, inject, Injectable } from '@angular/core';
import {
  MAT_DIALOG_DATA,
  MatDialog,
  MatDialogModule,
  MatDialogRef,
} from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { ResourceForm } from '../form/resource-form';
import type { FormQuestion } from './form-dialog';

@Component({
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatDialogModule, ResourceForm],
  template: `
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <mat-dialog-content>
      @if (question.text) {
        <p class="text">{{ question.text }}</p>
      }
      <!-- Lists open such forms now and then: the controls of forms come with the first. -->
      @defer (on immediate) {
        <app-resource-form
          class="bare"
          [dto]="question.dto"
          [value]="question.value ?? {}"
          [omit]="question.omit ?? []"
          [save]="question.save"
          [saveLabel]="question.saveLabel"
          (saved)="dialog.close({ answer: $event })"
          (cancelled)="dialog.close()"
        />
      } @placeholder {
        <div class="coming" aria-hidden="true"></div>
      }
    </mat-dialog-content>
  `,
  styles: `
    .text {
      margin-bottom: 16px;
      white-space: pre-line;
    }
    .coming {
      min-height: 140px;
    }
  `,
})
class FormQuestionDialog {
  protected readonly question = inject<FormQuestion<object>>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<unknown, { answer: unknown }>>(MatDialogRef);
}

/** The dialog behind {@link FormDialog}, which loads it with the first form. */
@Injectable({ providedIn: 'root' })
export class FormQuestionDialogs {
  private readonly dialog = inject(MatDialog);

  async ask<T extends object>(question: FormQuestion<T>): Promise<boolean> {
    const dialog = this.dialog.open<FormQuestionDialog, FormQuestion<T>, { answer: unknown }>(
      FormQuestionDialog,
      {
        data: question,
        width: '520px',
        maxWidth: '96vw',
      },
    );
    return (await firstValueFrom(dialog.afterClosed())) !== undefined;
  }
}
