import { ChangeDetectionStrategy, Component, inject, Injectable } from '@angular/core';
import {
  MAT_DIALOG_DATA,
  MatDialog,
  MatDialogModule,
  MatDialogRef,
} from '@angular/material/dialog';
import type { Dto } from '@belltower/dto';
import { firstValueFrom } from 'rxjs';
import { ResourceForm } from '../form/resource-form';

/** A short form that a page asks for in between, such as the phonebook to merge into. */
export interface FormQuestion<T extends object> {
  title: string;
  /** What will happen, with counts. */
  text?: string;
  dto: Dto<T>;
  value?: object;
  omit?: readonly string[];
  saveLabel: string;
  save: (input: T) => Promise<unknown>;
}

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
class QuestionDialog {
  protected readonly question = inject<FormQuestion<object>>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<unknown, { answer: unknown }>>(MatDialogRef);
}

/** Opens a DTO's form in a dialog. */
@Injectable({ providedIn: 'root' })
export class FormDialog {
  private readonly dialog = inject(MatDialog);

  /** Whether it was saved; errors of the server show in the dialog, which stays. */
  async ask<T extends object>(question: FormQuestion<T>): Promise<boolean> {
    const dialog = this.dialog.open<QuestionDialog, FormQuestion<T>, { answer: unknown }>(
      QuestionDialog,
      {
        data: question,
        width: '520px',
        maxWidth: '96vw',
      },
    );
    return (await firstValueFrom(dialog.afterClosed())) !== undefined;
  }
}
