import { ChangeDetectionStrategy, Component, inject, Injectable } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialog, MatDialogModule } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import type { Question } from './confirm';

@Component({
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatDialogModule],
  template: `
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <mat-dialog-content>
      <p class="text">{{ question.text }}</p>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton [mat-dialog-close]="false" cdkFocusInitial>
        {{ question.cancel ?? 'Cancel' }}
      </button>
      <button matButton="filled" [class.danger]="question.danger" [mat-dialog-close]="true">
        {{ question.action }}
      </button>
    </mat-dialog-actions>
  `,
  styles: `
    .text {
      white-space: pre-line;
    }
    .danger {
      --mat-button-filled-container-color: var(--mat-sys-error);
      --mat-button-filled-label-text-color: var(--mat-sys-on-error);
    }
  `,
})
class QuestionDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
}

/** The dialog behind {@link Confirm}, which loads it with the first question. */
@Injectable({ providedIn: 'root' })
export class QuestionDialogs {
  private readonly dialog = inject(MatDialog);

  async ask(question: Question): Promise<boolean> {
    const dialog = this.dialog.open<QuestionDialog, Question, boolean>(QuestionDialog, {
      data: question,
      maxWidth: 480,
      role: 'alertdialog',
    });
    return (await firstValueFrom(dialog.afterClosed())) === true;
  }
}
